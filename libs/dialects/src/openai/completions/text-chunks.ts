import type { EndEvent, PromptEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { firstAnswerOf } from '../../answer/merge-generations.js';
import { AnswerChunks } from '../answer-chunks.js';
import type { AnswerHead } from '../answer-head.js';
import { FINISH_REASONS } from '../finish-reason.js';
import type { CompletionRequest } from './completion-request.js';
import type { EchoedPrompt } from './echoed-prompt.js';
import type { TextChoice, TextCompletion } from './text-completion.js';
import { TextLogprobsWriter } from './text-logprobs-writer.js';

/** The events of a completion request, of all its prompts, as chunks. */
export class TextChunks extends AnswerChunks<TextChoice, TextCompletion> {
  private readonly withLogprobs: boolean;
  private readonly logprobs = new Map<number, TextLogprobsWriter>();

  /** @param echo the prompts, if they stand in front of the answers */
  constructor(
    head: AnswerHead,
    request: CompletionRequest,
    prompts: number,
    private readonly echo: EchoedPrompt[] = [],
  ) {
    super(head, 'text_completion', request, prompts);
    this.withLogprobs = request.logprobs !== undefined;
  }

  /** The prompt in front of each of its answers, if asked for. */
  protected ofPrompt(event: PromptEvent): TextChoice[] {
    const first = firstAnswerOf(event);
    const echoed = this.echo[this.promptOf(first)];
    if (!echoed) return [];
    return Array.from({ length: this.n }, (_, answer) => {
      const index = first + answer;
      const logprobs = this.withLogprobs ? this.writer(index).writePrompt(echoed, event.logprobs ?? []) : null;
      return { index, text: echoed.text, logprobs, finish_reason: null };
    });
  }

  protected ofDelta(delta: TextDelta | ToolCallDelta): TextChoice[] {
    if (delta.kind === 'tool-call') return [];
    const { index, text, logprobs } = delta;
    return [{ index, text, logprobs: logprobs ? this.writer(index).write(logprobs) : null, finish_reason: null }];
  }

  /** As OpenAI does here, and not in chat: evaluation harnesses count on an entry for each token that was asked for. */
  protected ofEnd({ index, finishReason, logprob }: EndEvent): TextChoice {
    const logprobs = logprob && this.withLogprobs ? this.writer(index).write([logprob]) : null;
    return { index, text: '', logprobs, finish_reason: FINISH_REASONS[finishReason] };
  }

  private writer(index: number): TextLogprobsWriter {
    const writer = this.logprobs.get(index) ?? new TextLogprobsWriter();
    this.logprobs.set(index, writer);
    return writer;
  }
}
