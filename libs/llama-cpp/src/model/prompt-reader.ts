import { type Message, PluginError, type Prompt, type RenderedPrompt, type Tool } from '@predict-otron/plugin-sdk';
import type { LlamaModel } from 'node-llama-cpp';
import { ChatTemplate } from '../prompt/chat-template.js';
import { ControlText } from '../prompt/control-text.js';
import type { Vocabulary } from '../text/vocabulary.js';

/** Turns what people send into tokens, with control tokens only where the model's own template puts them. */
export class PromptReader {
  private readonly template: ChatTemplate | undefined;
  private readonly control: ControlText;

  constructor(
    private readonly model: LlamaModel,
    private readonly vocabulary: Vocabulary,
    chatTemplate: string | undefined,
  ) {
    this.control = new ControlText(vocabulary.control);
    const { bosString, eosString } = model.tokens;
    const variables = { bos_token: bosString ?? '', eos_token: eosString ?? '' };
    this.template = chatTemplate === undefined ? undefined : new ChatTemplate(chatTemplate, variables);
  }

  /** Tokens of a text in which nothing is a control token. */
  tokenize(text: string): number[] {
    return this.model.tokenize(text);
  }

  render(messages: Message[], tools: Tool[] = []): RenderedPrompt {
    if (!this.template) {
      const advice = 'Send its prompt to /v1/completions, or choose a chat model.';
      throw new PluginError('UNSUPPORTED', `This model has no chat template. ${advice}`, { param: 'messages' });
    }
    const rendered = this.template.render(messages, tools, (text) => this.control.protect(text));
    const pieces = this.control.split(rendered);
    const tokens = pieces.flatMap((piece) => ('text' in piece ? this.tokenize(piece.text) : [piece.control]));
    return { text: rendered.replaceAll('\uFDD0', ''), tokens: this.withBos(tokens) };
  }

  /** Tokens of any prompt. Throws `INPUT_INVALID` for token ids that are not the model's, and for an empty prompt. */
  read(prompt: Prompt): number[] {
    if ('messages' in prompt) return this.render(prompt.messages, prompt.tools).tokens;
    if ('text' in prompt) return nonEmpty(this.withBos(this.tokenize(prompt.text)));
    if ('tokens' in prompt) return nonEmpty(this.checked(prompt.tokens));
    throw new PluginError('UNSUPPORTED', 'This model cannot fill in the middle.', { param: 'suffix' });
  }

  private withBos(tokens: number[]): number[] {
    const { bos, shouldPrependBosToken } = this.model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  private checked(tokens: number[]): number[] {
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
