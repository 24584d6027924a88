import { randomUUID } from 'node:crypto';
import type { EndEvent, GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import type { AnswerParser } from '../format/segment.js';
import type { Lane } from '../scheduler/lane.js';
import type { Sampler } from '../step/sampler.js';
import type { Probability, ProbabilityRequest } from '../step/step-context.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { AnswerText, type Piece, type Shown } from './answer-text.js';
import { logProbability } from './log-probabilities.js';

/** What an answer needs to know of its request. */
export interface AnswerOptions {
  index: number;
  prompt: readonly number[];
  sampler: Sampler;
  vocabulary: Vocabulary;
  stop: readonly string[];
  parser: AnswerParser;
  /** Control tokens whose text the parser must see. */
  visible: ReadonlySet<number>;
  /** The answer ends before a second tool call. */
  singleCall?: boolean;
  /** When it has thought for so many tokens, it reads these instead, which end its thoughts. */
  reasoningLimit?: { tokens: number; end: readonly number[] };
  /** At least 0. */
  maxTokens: number;
  isEnd(token: number): boolean;
  probabilities?: ProbabilityRequest;
  scores?: { top: number };
  alone: boolean;
  /** Tokens left out of the prompt. */
  dropped: number;
  /** Forget the middle when the context is full, all but so many tokens of the beginning. */
  keepAtStart?: number;
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
  readonly keepAtStart?: number;
  private readonly text: AnswerText;
  private readonly arrivedAt = performance.now();
  private startedAt = 0;
  private firstTokenAt = 0;
  private generated = 0;
  private kept = 0;
  private dropped: number;
  private thought = 0;
  private draftCount = 0;
  private acceptedCount = 0;
  private thinkingTokens = 0;
  private called = false;
  /** A second tool call began where only one is wanted. */
  private surplus = false;
  /** Tokens whose text nobody has looked at: only the reader waits for it, and the next step need not. */
  private unread: { token: number; probability: Probability | undefined }[] = [];
  private readonly textCanWait: boolean;
  private untold: GenerationEvent[] = [];
  private ended = false;

  constructor(
    private readonly options: AnswerOptions,
    private readonly reader: AnswerReader,
  ) {
    this.prompt = options.prompt;
    this.sampler = options.sampler;
    this.alone = options.alone;
    if (options.keepAtStart !== undefined) this.keepAtStart = options.keepAtStart;
    this.dropped = options.dropped;
    if (options.probabilities) this.probabilities = options.probabilities;
    if (options.scores) this.scores = options.scores;
    this.text = new AnswerText(options.stop, options.parser);
    // its words decide where it ends, or what it reads
    this.textCanWait = options.stop.length === 0 && !options.singleCall && !options.reasoningLimit;
  }

  get ready(): boolean {
    return this.reader.ready();
  }

  get draftTokens(): number {
    const { alone, reasoningLimit, maxTokens } = this.options;
    return alone || reasoningLimit ? 0 : Math.max(0, maxTokens - this.generated - 1);
  }

  drafted(tokens: number, accepted: number): void {
    this.draftCount += tokens;
    this.acceptedCount += accepted;
  }

  start(): void {
    this.startedAt = performance.now();
  }

  promptRead(kept: number, scores: Probability[]): void {
    this.kept = kept;
    this.firstTokenAt = performance.now();
    this.reader.promptRead(kept, scores);
  }

  take(token: number, probability?: Probability): readonly number[] | false {
    const { isEnd, maxTokens } = this.options;
    if (this.generated >= maxTokens) return this.finish('length');
    if (token < 0) return this.endWithoutToken();
    if (isEnd(token)) return this.finish('stop', probability);
    this.generated++;
    if (this.textCanWait) {
      this.unread.push({ token, probability });
      return this.generated < maxTokens ? [token] : this.finish('length');
    }
    let stop = this.add(token, probability);
    const read = [token];
    for (const forced of this.endOfThoughts()) {
      this.generated++;
      stop ??= this.add(forced);
      this.sampler.accept(forced);
      read.push(forced);
    }
    if (stop !== undefined) return this.end('stop', { stopString: stop });
    if (this.surplus) return this.end('tool-calls');
    return this.generated < maxTokens ? read : this.finish('length');
  }

  shifted(tokens: number): void {
    this.read();
    this.dropped += tokens;
    const message = `The context was full: ${tokens} tokens of the middle were forgotten.`;
    this.untold.push({ type: 'warning', code: 'context_shifted', message });
  }

  tell(): void {
    this.read();
    const events = this.untold;
    this.untold = [];
    for (const event of events) this.reader.next(event);
    if (this.ended) this.reader.ended();
  }

  fail(error: PluginError): void {
    this.tell();
    this.reader.failed(error);
  }

  /** What ends thoughts that have become too long; nothing otherwise. */
  private endOfThoughts(): readonly number[] {
    const limit = this.options.reasoningLimit;
    if (!limit || !this.text.thinking) return [];
    this.thinkingTokens++;
    return this.thinkingTokens < limit.tokens ? [] : limit.end;
  }

  /** Looks at the text of what was taken. */
  private read(): void {
    if (this.unread.length === 0) return;
    const tokens = this.unread;
    this.unread = [];
    for (const { token, probability } of tokens) this.add(token, probability);
  }

  private add(token: number, probability?: Probability): string | undefined {
    const { vocabulary, visible } = this.options;
    const text = visible.has(token) ? vocabulary.shown(token) : vocabulary.textOf(token);
    const shown = this.text.push(text, probability && logProbability(probability, vocabulary));
    this.emit(shown);
    return shown.stop;
  }

  private endWithoutToken(): false {
    this.read();
    const message = 'No token was left to choose from: the constraints exclude them all.';
    this.untold.push({ type: 'warning', code: 'no_token_left', message });
    return this.finish('stop');
  }

  /** Shows what was held back, then ends. A stop string can still be met in it. */
  private finish(finishReason: 'stop' | 'length', ending?: Probability): false {
    this.read();
    const shown = this.text.end();
    this.emit(shown);
    if (shown.stop !== undefined) return this.end('stop', { stopString: shown.stop });
    const logprob = ending && logProbability(ending, this.options.vocabulary);
    return this.end(finishReason === 'stop' && this.called ? 'tool-calls' : finishReason, logprob && { logprob });
  }

  private emit({ pieces }: Shown): void {
    for (const piece of pieces) {
      const { segment } = piece;
      if (this.options.singleCall && segment.kind === 'tool-call' && segment.call > 0) this.surplus = true;
      if (!this.surplus) this.untold.push(this.event(piece));
    }
  }

  private event({ segment, tokens, logprobs }: Piece): GenerationEvent {
    if (segment.kind === 'warning') return { type: 'warning', code: segment.code, message: segment.message };
    const { index } = this.options;
    const { kind } = segment;
    if (kind === 'reasoning') this.thought += tokens;
    if (kind !== 'tool-call') {
      const { text } = segment;
      // written out, since this is done for every token
      return this.probabilities
        ? { type: 'delta', index, tokens, kind, text, logprobs }
        : { type: 'delta', index, tokens, kind, text };
    }
    const base = { type: 'delta' as const, index, tokens, ...(this.probabilities && { logprobs }) };
    this.called = true;
    const { call, name, argumentsDelta } = segment;
    const first = name !== undefined && { id: `call_${randomUUID().replaceAll('-', '')}`, name };
    return { ...base, kind: 'tool-call', call, argumentsDelta, ...first };
  }

  private end(finishReason: EndEvent['finishReason'], by: Pick<EndEvent, 'stopString' | 'logprob'> = {}): false {
    const now = performance.now();
    this.untold.push({
      type: 'end',
      index: this.options.index,
      finishReason,
      ...by,
      usage: {
        promptTokens: this.prompt.length,
        cachedTokens: this.kept,
        completionTokens: this.generated,
        reasoningTokens: this.thought,
        ...(this.dropped > 0 && { droppedTokens: this.dropped }),
        ...(this.draftCount > 0 && { draftTokens: this.draftCount, acceptedDraftTokens: this.acceptedCount }),
      },
      timings: {
        queueMs: this.startedAt - this.arrivedAt,
        promptMs: this.firstTokenAt - this.startedAt,
        generationMs: now - this.firstTokenAt,
      },
    });
    this.ended = true;
    return false;
  }
}
