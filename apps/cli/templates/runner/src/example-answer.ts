import type { FinishReason, GenerationEvent, GenerationRequest } from '@predict-otron/plugin-sdk';

/** One answer that is being generated, a token a step. */
export class ExampleAnswer {
  ended = false;
  private last: number;
  private tokens = 0;
  private state: number;
  /** Text that may be the start of a stop string, and is not told yet. */
  private held = '';
  private heldTokens = 0;
  private readonly begun = performance.now();

  constructor(
    private readonly index: number,
    private readonly prompt: number[],
    private readonly room: number,
    private readonly request: GenerationRequest,
  ) {
    this.last = prompt.at(-1) ?? 32;
    this.state = (request.sampling.seed ?? Math.floor(Math.random() * 2 ** 32)) + index * 7919;
  }

  *step(text: string): Generator<GenerationEvent> {
    const { stop, maxTokens = this.room } = this.request;
    this.last = this.next(text);
    this.tokens += 1;
    this.held += String.fromCharCode(this.last);
    this.heldTokens += 1;
    const found = stop.find((each) => this.held.includes(each));
    if (found !== undefined) {
      this.held = this.held.slice(0, this.held.indexOf(found));
      return yield* this.end('stop', found);
    }
    if (!stop.some((each) => startsAtEnd(each, this.held))) yield* this.tell();
    if (this.tokens >= Math.min(this.room, maxTokens)) yield* this.end('length');
  }

  /** One of the characters that follow the last one in the text; at temperature 0 the first. */
  private next(text: string): number {
    const last = String.fromCharCode(this.last);
    const places = [...text].flatMap((character, i) => (character === last && i + 1 < text.length ? [i + 1] : []));
    const { temperature = 1 } = this.request.sampling;
    const place = temperature === 0 ? places[0] : places[Math.floor(this.draw() * places.length)];
    return text.charCodeAt(place ?? Math.floor(this.draw() * text.length));
  }

  /** From 0 to 1, by the seed alone. */
  private draw(): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(this.state ^ (this.state >>> 13), 0x297a2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }

  private *tell(): Generator<GenerationEvent> {
    if (this.held === '') return;
    yield { type: 'delta', index: this.index, kind: 'text', text: this.held, tokens: this.heldTokens };
    this.held = '';
    this.heldTokens = 0;
  }

  private *end(finishReason: FinishReason, stopString?: string): Generator<GenerationEvent> {
    yield* this.tell();
    this.ended = true;
    const promptTokens = this.prompt.length;
    const usage = { promptTokens, cachedTokens: 0, completionTokens: this.tokens, reasoningTokens: 0 };
    const timings = { queueMs: 0, promptMs: 0, generationMs: performance.now() - this.begun };
    yield { type: 'end', index: this.index, finishReason, stopString, usage, timings };
  }
}

/** Could the end of the text be the start of the stop string? */
function startsAtEnd(stop: string, text: string): boolean {
  return Array.from(stop, (_, i) => stop.slice(0, i + 1)).some((start) => text.endsWith(start));
}
