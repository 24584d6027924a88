import type { FinishReason, GenerationEvent, GenerationRequest, LogProbability } from '@predict-otron/plugin-sdk';
import { distribution, END_TOKEN, random, sample, textOf } from './toy-language.js';

/** One answer that is being generated, a token a step. */
export class ToyAnswer {
  ended = false;
  readonly #tokens: number[] = [];
  /** Text that may be the start of a stop string, and is not told yet. */
  #held = '';
  #heldLogprobs: LogProbability[] = [];
  readonly #seed: number;

  constructor(
    private readonly index: number,
    private readonly prompt: number[],
    private readonly room: number,
    private readonly request: GenerationRequest,
  ) {
    this.#seed = (request.sampling.seed ?? Math.floor(Math.random() * 2 ** 32)) + index;
  }

  *step(): Generator<GenerationEvent> {
    const { temperature = 1 } = this.request.sampling;
    const context = [...this.prompt, ...this.#tokens];
    const token = sample(context, temperature, random(this.#seed * 31 + this.#tokens.length));
    if (token === END_TOKEN) return yield* this.#end('stop');
    this.#tokens.push(token);
    this.#held += textOf([token]);
    this.#heldLogprobs.push(logProbability(context, token, this.request.logprobs?.top ?? 0));
    const stop = this.request.stop.find((each) => this.#held.includes(each));
    if (stop !== undefined) {
      this.#held = this.#held.slice(0, this.#held.indexOf(stop));
      this.#heldLogprobs.length = this.#held.length;
      return yield* this.#end('stop', stop);
    }
    if (!this.request.stop.some((each) => startsAtTheEnd(each, this.#held))) yield* this.#flush();
    const limit = Math.min(this.room, this.request.maxTokens ?? this.room);
    if (this.#tokens.length >= limit) yield* this.#end('length');
  }

  *#flush(): Generator<GenerationEvent> {
    if (this.#held === '') return;
    const logprobs = this.request.logprobs && this.#heldLogprobs;
    const tokens = this.#held.length;
    yield { type: 'delta', index: this.index, kind: 'text', text: this.#held, tokens, logprobs };
    this.#held = '';
    this.#heldLogprobs = [];
  }

  *#end(finishReason: FinishReason, stopString?: string): Generator<GenerationEvent> {
    yield* this.#flush();
    this.ended = true;
    const usage = {
      promptTokens: this.prompt.length,
      cachedTokens: 0,
      completionTokens: this.#tokens.length,
      reasoningTokens: 0,
    };
    const timings = { queueMs: 0, promptMs: 0, generationMs: 0 };
    yield { type: 'end', index: this.index, finishReason, stopString, usage, timings };
  }
}

/** Could the end of the text be the start of the stop string? */
function startsAtTheEnd(stop: string, text: string): boolean {
  return Array.from(stop, (_, i) => stop.slice(0, i + 1)).some((start) => text.endsWith(start));
}

function logProbability(context: number[], token: number, count: number): LogProbability {
  const known = distribution(context).map((each) => ({ ...each, text: textOf([each.token]), bytes: [each.token] }));
  const own = known.find((each) => each.token === token) ?? { token, text: '', bytes: [], logprob: -100 };
  return { ...own, top: known.slice(0, count) };
}
