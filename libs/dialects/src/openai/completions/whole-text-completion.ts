import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { WholeAnswer } from '../../answer/whole-answer.js';
import type { AnswerHead } from '../answer-head.js';
import type { AnswerWarning } from '../answer-warning.js';
import type { CompletionRequest } from './completion-request.js';
import type { EchoedPrompt } from './echoed-prompt.js';
import { TextChunks } from './text-chunks.js';
import type { TextChoice, TextCompletion, TextLogprobs } from './text-completion.js';
import { emptyTextLogprobs } from './text-logprobs-writer.js';

/** Collects the events of a completion request into its answer: the sum of the chunks that a stream would have. */
export class WholeTextCompletion implements WholeAnswer {
  private readonly chunks: TextChunks;
  private readonly choices: TextChoice[];
  private readonly warnings: AnswerWarning[] = [];

  constructor(head: AnswerHead, request: CompletionRequest, prompts: number, echo: EchoedPrompt[] = []) {
    this.chunks = new TextChunks(head, { ...request, stream_options: { include_usage: true } }, prompts, echo);
    const withLogprobs = request.logprobs !== undefined;
    this.choices = Array.from({ length: prompts * (request.n ?? 1) }, (_, index) => ({
      index,
      text: '',
      logprobs: withLogprobs ? emptyTextLogprobs() : null,
      finish_reason: null,
    }));
  }

  add(event: GenerationEvent): void {
    for (const { choices, warnings } of this.chunks.of(event)) {
      for (const piece of choices) this.addPiece(piece);
      this.warnings.push(...(warnings ?? []));
    }
  }

  finish(): TextCompletion {
    const { usage, warnings = [], ...head } = this.chunks.finish()[0] as TextCompletion;
    const all = [...this.warnings, ...warnings];
    return { ...head, choices: this.choices, usage, ...(all.length > 0 ? { warnings: all } : {}) };
  }

  private addPiece({ index, text, logprobs, finish_reason }: TextChoice): void {
    const choice = this.choices[index];
    if (!choice) return;
    choice.text += text;
    choice.finish_reason = finish_reason;
    if (choice.logprobs && logprobs) append(choice.logprobs, logprobs);
  }
}

function append(all: TextLogprobs, more: TextLogprobs): void {
  all.tokens.push(...more.tokens);
  all.token_logprobs.push(...more.token_logprobs);
  all.top_logprobs.push(...more.top_logprobs);
  all.text_offset.push(...more.text_offset);
}
