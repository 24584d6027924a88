import {
  type JsonObject,
  type Message,
  PluginError,
  type Prompt,
  type RenderedPrompt,
  type Tool,
} from '@predict-otron/plugin-sdk';
import type { LlamaModel } from 'node-llama-cpp';
import { type AnswerFormat, formatOf } from '../format/choose-format.js';
import { ChatTemplate } from '../prompt/chat-template.js';
import { ControlText } from '../prompt/control-text.js';
import type { Vocabulary } from '../text/vocabulary.js';

/** Turns what people send into tokens, with control tokens only where the model's own template puts them. */
export class PromptReader {
  private readonly template: ChatTemplate | undefined;
  private readonly control: ControlText;
  /** How the model marks thoughts and tool calls in its answers. */
  readonly format: AnswerFormat;
  /** Control tokens that are such marks. */
  readonly visible: ReadonlySet<number>;

  constructor(
    private readonly model: LlamaModel,
    private readonly vocabulary: Vocabulary,
    readonly chatTemplate: string | undefined,
  ) {
    this.control = new ControlText(vocabulary.control);
    this.format = formatOf(chatTemplate);
    const marks = vocabulary.control.filter(({ text }) => this.format.markers.includes(text));
    this.visible = new Set(marks.map(({ id }) => id));
    const { bosString, eosString } = model.tokens;
    const variables = { bos_token: bosString ?? '', eos_token: eosString ?? '' };
    this.template = chatTemplate === undefined ? undefined : new ChatTemplate(chatTemplate, variables);
  }

  /** Tokens of a text in which nothing is a control token. */
  tokenize(text: string): number[] {
    return this.model.tokenize(text);
  }

  render(messages: Message[], tools: Tool[] = [], settings: JsonObject = {}): RenderedPrompt {
    if (!this.template) {
      const advice = 'Send its prompt to /v1/completions, or choose a chat model.';
      throw new PluginError('UNSUPPORTED', `This model has no chat template. ${advice}`, { param: 'messages' });
    }
    const rendered = this.template.render(messages, tools, (text) => this.control.protect(text), settings);
    return { text: rendered.replaceAll('\uFDD0', ''), tokens: this.withBos(this.tokensOf(rendered)) };
  }

  /** Any prompt as the model reads it; of token ids the text is not known. Throws `INPUT_INVALID` for token ids that are not the model's, and for an empty prompt. */
  read(prompt: Prompt, settings: JsonObject = {}): RenderedPrompt {
    if ('messages' in prompt) return this.render(prompt.messages, prompt.tools, settings);
    if ('text' in prompt) return { text: prompt.text, tokens: nonEmpty(this.withBos(this.tokenize(prompt.text))) };
    if ('tokens' in prompt) return { text: '', tokens: nonEmpty(this.checked(prompt.tokens)) };
    const { prefix, suffix } = this.gap(prompt);
    return { text: '', tokens: this.aroundGap(prefix, suffix) };
  }

  /** Tokens of the texts before and after a gap. Throws `UNSUPPORTED` for a model that has no tokens to mark one. */
  gap({ prefix, suffix }: { prefix: string; suffix: string }): { prefix: number[]; suffix: number[] } {
    this.gapTokens();
    const tokens = (text: string): number[] => this.model.tokenize(text, false, 'trimLeadingSpace');
    return { prefix: tokens(prefix), suffix: tokens(suffix) };
  }

  /** What stands before and after a gap, in the order in which models are trained to fill it. */
  aroundGap(prefix: number[], suffix: number[]): number[] {
    const mark = this.gapTokens();
    return this.withBos([mark.prefix, ...prefix, mark.suffix, ...suffix, mark.middle]);
  }

  private gapTokens(): { prefix: number; suffix: number; middle: number } {
    const { prefix, suffix, middle } = this.model.tokens.infill;
    if (prefix !== null && suffix !== null && middle !== null) return { prefix, suffix, middle };
    const message = 'This model was not trained to fill gaps: leave suffix out, or choose a model that can.';
    throw new PluginError('UNSUPPORTED', message, { param: 'suffix' });
  }

  /** Tokens that end the model's thoughts, for a budget that is used up. */
  endOfThoughts(): number[] {
    const { reasoning } = this.format;
    return reasoning?.close ? this.tokensOf(`\n${reasoning.close}\n\n`) : [];
  }

  /** Tokens of a text of the template's own, control tokens included. */
  private tokensOf(text: string): number[] {
    const pieces = this.control.split(text);
    return pieces.flatMap((piece) => ('text' in piece ? this.tokenize(piece.text) : [piece.control]));
  }

  private withBos(tokens: number[]): number[] {
    const { bos, shouldPrependBosToken } = this.model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  /** The tokens, if all are of this vocabulary; otherwise throws `INPUT_INVALID`. */
  checked(tokens: number[]): number[] {
    const wrong = tokens.find((token) => !this.vocabulary.has(token));
    if (wrong === undefined) return tokens;
    const range = `0 to ${this.vocabulary.size - 1}`;
    throw new PluginError('INPUT_INVALID', `${wrong} is not a token of this model: ids go from ${range}.`, {
      param: 'prompt',
    });
  }
}

function nonEmpty(tokens: number[]): number[] {
  if (tokens.length > 0) return tokens;
  throw new PluginError('INPUT_INVALID', 'The prompt is empty; this model needs at least one token.', {
    param: 'prompt',
  });
}
