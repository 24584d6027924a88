import type { EndEvent, GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import type { Lane } from '../scheduler/lane.js';
import type { Sampler } from '../step/sampler.js';
import type { Probability, ProbabilityRequest } from '../step/step-context.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { AnswerText, type Piece } from './answer-text.js';
import { logProbability } from './log-probabilities.js';

/** What an answer needs to know of its request. */
export interface AnswerOptions {
  index: number;
  prompt: readonly number[];
  sampler: Sampler;
  vocabulary: Vocabulary;
  stop: readonly string[];
  /** At least 0. */
  maxTokens: number;
  isEnd(token: number): boolean;
  probabilities?: ProbabilityRequest;
  scores?: { top: number };
  alone: boolean;
}

/** To whom an answer speaks. */
export interface AnswerReader {
  next(event: GenerationEvent): void;
  /** The prompt was read; said by every answer of a request. */
  promptRead(kept: number, scores: Probability[]): void;
  ended(): void;
  failed(error: PluginError): void;
  ready(): boolean;
}

/** One answer: turns sampled tokens into events until it ends. */
export class Answer implements Lane {
  readonly prompt: readonly number[];
  readonly sampler: Sampler;
  readonly probabilities?: ProbabilityRequest;
  readonly scores?: { top: number };
  readonly alone: boolean;
  private readonly text: AnswerText;
  private readonly arrivedAt = performance.now();
  private startedAt = 0;
  private firstTokenAt = 0;
  private generated = 0;
  private kept = 0;

  constructor(
    private readonly options: AnswerOptions,
    private readonly reader: AnswerReader,
  ) {
    this.prompt = options.prompt;
    this.sampler = options.sampler;
    this.alone = options.alone;
    if (options.probabilities) this.probabilities = options.probabilities;
    if (options.scores) this.scores = options.scores;
    this.text = new AnswerText(options.stop);
  }

  get ready(): boolean {
    return this.reader.ready();
  }

  start(): void {
    this.startedAt = performance.now();
  }

  promptRead(kept: number, scores: Probability[]): void {
    this.kept = kept;
    this.firstTokenAt = performance.now();
    this.reader.promptRead(kept, scores);
  }

  take(token: number, probability?: Probability): boolean {
    const { isEnd, maxTokens, vocabulary } = this.options;
    if (this.generated >= maxTokens) return this.finish('length');
    if (token < 0) return this.endWithoutToken();
    if (isEnd(token)) return this.finish('stop');
    this.generated++;
    const logprob = probability && logProbability(probability, vocabulary);
    const { piece, stop } = this.text.push(vocabulary.bytes(token), logprob);
    this.emit(piece);
    if (stop !== undefined) return this.end('stop', stop);
    return this.generated < maxTokens ? true : this.finish('length');
  }

  fail(error: PluginError): void {
    this.reader.failed(error);
  }

  private endWithoutToken(): false {
    const message = 'No token was left to choose from: the constraints exclude them all.';
    this.reader.next({ type: 'warning', code: 'no_token_left', message });
    return this.finish('stop');
  }

  /** Shows what was held back, then ends. A stop string can still be met in it. */
  private finish(finishReason: 'stop' | 'length'): false {
    const { piece, stop } = this.text.end();
    this.emit(piece);
    return stop === undefined ? this.end(finishReason) : this.end('stop', stop);
  }

  private emit(piece: Piece | undefined): void {
    if (!piece) return;
    const { text, tokens, logprobs } = piece;
    this.reader.next({
      type: 'delta',
      index: this.options.index,
      kind: 'text',
      text,
      tokens,
      ...(this.probabilities && { logprobs }),
    });
  }

  private end(finishReason: EndEvent['finishReason'], stopString?: string): false {
    const now = performance.now();
    this.reader.next({
      type: 'end',
      index: this.options.index,
      finishReason,
      ...(stopString !== undefined && { stopString }),
      usage: {
        promptTokens: this.prompt.length,
        cachedTokens: this.kept,
        completionTokens: this.generated,
        reasoningTokens: 0,
      },
      timings: {
        queueMs: this.startedAt - this.arrivedAt,
        promptMs: this.firstTokenAt - this.startedAt,
        generationMs: now - this.firstTokenAt,
      },
    });
    this.reader.ended();
    return false;
  }
}
