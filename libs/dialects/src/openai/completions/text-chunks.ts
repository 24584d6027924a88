import type { GenerationEvent, PromptEvent, TextDelta } from '@predict-otron/plugin-sdk';
import { Ends } from '../../answer/ends.js';
import { firstAnswerOf } from '../../answer/merge-generations.js';
import type { AnswerHead } from '../answer-head.js';
import { TimingsCount } from '../answer-timings.js';
import type { AnswerWarning } from '../answer-warning.js';
import type { Chunks } from '../event-stream.js';
import { FINISH_REASONS } from '../finish-reason.js';
import { UsageCount } from '../usage-count.js';
import type { CompletionRequest } from './completion-request.js';
import type { EchoedPrompt } from './echoed-prompt.js';
import type { TextChoice, TextCompletion } from './text-completion.js';
import { TextLogprobsWriter } from './text-logprobs-writer.js';

/** The events of a completion request, of all its prompts, as chunks. */
export class TextChunks implements Chunks<TextCompletion> {
  private readonly base: Omit<TextCompletion, 'choices'>;
  private readonly tail: Pick<TextCompletion, 'usage'>;
  private readonly includeUsage: boolean;
  private readonly n: number;
  private readonly withLogprobs: boolean;
  private readonly usage = new UsageCount();
  private readonly timings: TimingsCount | undefined;
  private readonly ends: Ends;
  private readonly logprobs = new Map<number, TextLogprobsWriter>();
  private readonly warnings: AnswerWarning[] = [];

  /** @param echo the prompts, if they stand in front of the answers */
  constructor(
    head: AnswerHead,
    request: CompletionRequest,
    prompts: number,
    private readonly echo: EchoedPrompt[] = [],
  ) {
    this.n = request.n ?? 1;
    this.ends = new Ends(prompts * this.n);
    this.withLogprobs = request.logprobs !== undefined;
    this.timings = request.timings ? new TimingsCount() : undefined;
    this.includeUsage = request.stream_options?.include_usage ?? false;
    this.base = {
      id: head.id,
      object: 'text_completion',
      created: head.created,
      model: head.model,
      system_fingerprint: head.systemFingerprint,
    };
    this.tail = this.includeUsage ? { usage: null } : {};
  }

  of(event: GenerationEvent): TextCompletion[] {
    switch (event.type) {
      case 'prompt':
        this.usage.addPrompt(event, this.promptOf(firstAnswerOf(event)));
        return this.ofPrompt(event);
      case 'delta':
        return event.kind === 'tool-call' ? [] : [this.ofDelta(event)];
      case 'end': {
        this.usage.addAnswer(event, this.promptOf(event.index));
        this.timings?.add(event);
        this.ends.add();
        const { index, finishReason, logprob } = event;
        // as OpenAI does here, and not in chat: evaluation harnesses count on an entry for each token that was asked for
        const logprobs = logprob && this.withLogprobs ? this.writer(index).write([logprob]) : null;
        return [this.chunk({ index, text: '', logprobs, finish_reason: FINISH_REASONS[finishReason] })];
      }
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return [];
      default:
        return [];
    }
  }

  finish(): TextCompletion[] {
    this.ends.check();
    const last = this.withWarnings({
      ...this.base,
      choices: [],
      ...(this.includeUsage ? { usage: this.usage.total } : {}),
      ...(this.timings ? { timings: this.timings.total(this.usage.cached) } : {}),
    });
    return this.includeUsage || last.timings || last.warnings ? [last] : [];
  }

  private promptOf(answer: number): number {
    return Math.floor(answer / this.n);
  }

  /** The prompt in front of each of its answers, if asked for. */
  private ofPrompt(event: PromptEvent): TextCompletion[] {
    const first = firstAnswerOf(event);
    const echoed = this.echo[this.promptOf(first)];
    if (!echoed) return [];
    return Array.from({ length: this.n }, (_, answer) => {
      const index = first + answer;
      const logprobs = this.withLogprobs ? this.writer(index).writePrompt(echoed, event.logprobs ?? []) : null;
      return this.chunk({ index, text: echoed.text, logprobs, finish_reason: null });
    });
  }

  private ofDelta({ index, text, logprobs }: TextDelta): TextCompletion {
    const written = logprobs ? this.writer(index).write(logprobs) : null;
    return this.chunk({ index, text, logprobs: written, finish_reason: null });
  }

  private writer(index: number): TextLogprobsWriter {
    const writer = this.logprobs.get(index) ?? new TextLogprobsWriter();
    this.logprobs.set(index, writer);
    return writer;
  }

  private chunk(choice: TextChoice): TextCompletion {
    return this.withWarnings({ ...this.base, choices: [choice], ...this.tail });
  }

  /** Warnings ride on the next chunk: one of their own would have no choices, which few clients expect. */
  private withWarnings(chunk: TextCompletion): TextCompletion {
    return this.warnings.length === 0 ? chunk : { ...chunk, warnings: this.warnings.splice(0) };
  }
}
