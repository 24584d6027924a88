import type { EndEvent, GenerationEvent, PromptEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { Ends } from '../answer/ends.js';
import { firstAnswerOf } from '../answer/merge-generations.js';
import type { AnswerHead } from './answer-head.js';
import { type AnswerTimings, TimingsCount } from './answer-timings.js';
import type { AnswerWarning } from './answer-warning.js';
import type { CompletionUsage } from './completion-usage.js';
import type { Chunks } from './event-stream.js';
import type { GenerationFields } from './generation-fields.js';
import { UsageCount } from './usage-count.js';

/** What chunks of chat and of completions have in common. */
interface AnswerChunk<Choice> {
  id: string;
  object: string;
  created: number;
  model: string;
  system_fingerprint: string;
  choices: Choice[];
  usage?: CompletionUsage | null;
  timings?: AnswerTimings;
  warnings?: AnswerWarning[];
}

const NO_USAGE_YET = { usage: null };

/** The events of a request as chunks: what its answers have, then the usage, the times and the warnings that are left. */
export abstract class AnswerChunks<Choice, Chunk extends AnswerChunk<Choice>> implements Chunks<Chunk> {
  /** Answers to each prompt. */
  protected readonly n: number;
  private readonly head;
  private readonly includeUsage: boolean;
  private readonly usage = new UsageCount();
  private readonly timings: TimingsCount | undefined;
  private readonly ends: Ends;
  private readonly warnings: AnswerWarning[] = [];

  constructor(
    { id, created, model, systemFingerprint }: AnswerHead,
    object: Chunk['object'],
    request: Pick<GenerationFields, 'n' | 'timings' | 'stream_options'>,
    prompts = 1,
  ) {
    this.n = request.n ?? 1;
    this.ends = new Ends(prompts * this.n);
    this.timings = request.timings ? new TimingsCount() : undefined;
    this.includeUsage = request.stream_options?.include_usage ?? false;
    this.head = { id, object, created, model, system_fingerprint: systemFingerprint };
  }

  of(event: GenerationEvent): Chunk[] {
    switch (event.type) {
      case 'prompt':
        this.usage.addPrompt(event, this.promptOf(firstAnswerOf(event)));
        return this.chunks(this.ofPrompt(event));
      case 'delta':
        return this.chunks(this.ofDelta(event));
      case 'end':
        this.usage.addAnswer(event, this.promptOf(event.index));
        this.timings?.add(event);
        this.ends.add();
        return this.chunks([this.ofEnd(event)]);
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return [];
      default:
        return [];
    }
  }

  finish(): Chunk[] {
    this.ends.check();
    const last = this.chunk([], {
      ...(this.includeUsage ? { usage: this.usage.total } : {}),
      ...(this.timings ? { timings: this.timings.total(this.usage.cached) } : {}),
    });
    return this.includeUsage || last.timings || last.warnings ? [last] : [];
  }

  protected abstract ofPrompt(event: PromptEvent): Choice[];
  protected abstract ofDelta(event: TextDelta | ToolCallDelta): Choice[];
  protected abstract ofEnd(event: EndEvent): Choice;

  /** The number of the prompt that an answer is to. */
  protected promptOf(answer: number): number {
    return Math.floor(answer / this.n);
  }

  private chunks(choices: Choice[]): Chunk[] {
    return choices.map((choice) => this.chunk([choice], this.includeUsage ? NO_USAGE_YET : {}));
  }

  /** Warnings ride on the next chunk: one of their own would have no choices, which few clients expect. */
  private chunk(choices: Choice[], more: Pick<AnswerChunk<Choice>, 'usage' | 'timings'>): Chunk {
    // written out and without spreads, since this is done for every token
    const { id, object, created, model, system_fingerprint } = this.head;
    const chunk: AnswerChunk<Choice> = { id, object, created, model, system_fingerprint, choices };
    if (more.usage !== undefined) chunk.usage = more.usage;
    if (more.timings) chunk.timings = more.timings;
    if (this.warnings.length > 0) chunk.warnings = this.warnings.splice(0);
    return chunk as Chunk;
  }
}
