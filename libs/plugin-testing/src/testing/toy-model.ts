import {
  fromAbortable,
  type GenerationEvent,
  type GenerationReader,
  type GenerationRequest,
  type LoadedModel,
  type LoadOptions,
  type Message,
  type ModelInfo,
  PluginError,
  type Prompt,
} from '@predict-otron/plugin-sdk';
import { defer, finalize, type Observable } from 'rxjs';
import { ToyAnswer } from './toy-answer.js';
import { MATCH, MEMORY } from './toy-file.js';
import { textOf, tokensOf, VOCABULARY_TOKENS } from './toy-language.js';

export const TOY_INFO: ModelInfo = {
  id: 'toy',
  family: 'toy',
  architecture: 'toy',
  parameters: 1,
  contextTokens: 512,
  vocabularyTokens: VOCABULARY_TOKENS,
  quantization: 'F32',
  weightBytes: 1000,
  capabilities: {
    chat: true,
    tools: false,
    constraints: [],
    reasoning: false,
    logprobs: { generated: true, prompt: false },
    infill: false,
    contextOverflow: ['refuse'],
    modalities: ['text'],
  },
  defaults: {
    temperature: 1,
    topP: 1,
    topK: 0,
    minP: 0,
    presencePenalty: 0,
    frequencyPenalty: 0,
    repeatPenalty: 1,
  },
  match: MATCH,
};

/** A language model of characters that keeps the whole contract. */
export class ToyModel implements LoadedModel {
  readonly info: ModelInfo;
  readonly contextTokens: number;
  readonly parallel: number;
  #running = 0;
  #disposed = false;

  constructor(id: string, { contextTokens, parallel }: LoadOptions) {
    this.info = { ...TOY_INFO, id };
    this.contextTokens = contextTokens;
    this.parallel = parallel;
  }

  memory = async () => MEMORY;
  detokenize = async (tokens: number[]) => textOf(tokens);

  tokenize = async (text: string) => {
    this.#assertAlive();
    return tokensOf(text);
  };

  render = async (messages: Message[]) => {
    const turns = messages.map(({ role, content }) => `${role}: ${content.map(textPart).join('')}\n`);
    const text = `${turns.join('')}assistant: `;
    return { text, tokens: tokensOf(text) };
  };

  generate = (request: GenerationRequest, reader?: GenerationReader): Observable<GenerationEvent> =>
    defer(() => {
      this.#assertAlive();
      refuseUnsupported(request);
      if (this.#running + request.n > this.parallel) throw new PluginError('OVERLOADED', 'All slots are taken.');
      this.#running += request.n;
      return fromAbortable((signal) => this.#run(request, signal), reader).pipe(
        finalize(() => {
          this.#running -= request.n;
        }),
      );
    });

  dispose = async () => {
    this.#disposed = true;
  };

  async *#run(request: GenerationRequest, signal: AbortSignal): AsyncGenerator<GenerationEvent> {
    const prompt = await this.#promptTokens(request.prompt);
    const { contextTokens } = this;
    if (prompt.length >= contextTokens)
      throw new PluginError('CONTEXT_OVERFLOW', 'The prompt is too long.', {
        promptTokens: prompt.length,
        contextTokens,
      });
    yield { type: 'prompt', tokens: prompt.length, cachedTokens: 0, droppedTokens: 0 };
    const room = contextTokens - prompt.length;
    let answers = Array.from({ length: request.n }, (_, index) => new ToyAnswer(index, prompt, room, request));
    while (answers.length > 0 && !signal.aborted) {
      await new Promise(setImmediate);
      this.#assertAlive();
      for (const answer of answers) yield* answer.step();
      answers = answers.filter(({ ended }) => !ended);
    }
  }

  async #promptTokens(prompt: Prompt): Promise<number[]> {
    if ('messages' in prompt) return (await this.render(prompt.messages)).tokens;
    if ('text' in prompt) return tokensOf(prompt.text);
    if (!('tokens' in prompt)) throw new PluginError('UNSUPPORTED', 'This model fills no gaps.', { param: 'prompt' });
    const wrong = prompt.tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < VOCABULARY_TOKENS));
    if (wrong !== undefined) throw new PluginError('INPUT_INVALID', `${wrong} is no token.`, { param: 'prompt' });
    return prompt.tokens;
  }

  #assertAlive(): void {
    if (this.#disposed) throw new PluginError('DISPOSED', 'The model was disposed.');
  }
}

function textPart(part: Message['content'][number]): string {
  if (part.type !== 'text') throw new PluginError('UNSUPPORTED', 'This model reads text alone.', { param: 'messages' });
  return part.text;
}

function refuseUnsupported({ constraint, reasoning, logprobs, contextOverflow, prompt }: GenerationRequest): void {
  const refused = {
    constraint,
    reasoning,
    logprobs: logprobs?.prompt,
    contextOverflow: contextOverflow !== 'refuse',
    tools: 'messages' in prompt && prompt.tools?.length,
  };
  for (const [param, asked] of Object.entries(refused))
    if (asked) throw new PluginError('UNSUPPORTED', `This model cannot do ${param}.`, { param });
}
