import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { WholeAnswer } from '../../answer/whole-answer.js';
import type { AnswerHead } from '../answer-head.js';
import type { AnswerWarning } from '../answer-warning.js';
import type { CompletionUsage } from '../completion-usage.js';
import { ChatChoiceSum } from './chat-choice-sum.js';
import { ChatChunks } from './chat-chunks.js';
import type { ChatCompletion } from './chat-completion.js';
import type { ChatCompletionChunk } from './chat-completion-chunk.js';
import type { ChatCompletionRequest } from './chat-completion-request.js';

/** Collects the events of a chat request into its answer: the sum of the chunks that a stream would have. */
export class WholeChatCompletion implements WholeAnswer {
  private readonly chunks: ChatChunks;
  private readonly choices: ChatChoiceSum[];
  private readonly warnings: AnswerWarning[] = [];

  constructor(
    head: AnswerHead,
    private readonly request: ChatCompletionRequest,
  ) {
    this.chunks = new ChatChunks(head, { ...request, stream_options: { include_usage: true } });
    this.choices = Array.from({ length: request.n ?? 1 }, () => new ChatChoiceSum(request.logprobs ?? false));
  }

  add(event: GenerationEvent): void {
    for (const { choices, warnings } of this.chunks.of(event)) {
      for (const piece of choices) this.choices[piece.index]?.add(piece);
      this.warnings.push(...(warnings ?? []));
    }
  }

  finish(): ChatCompletion {
    const { usage, warnings = [], ...head } = this.chunks.finish()[0] as ChatCompletionChunk;
    const all = [...this.warnings, ...warnings];
    return {
      ...head,
      object: 'chat.completion',
      choices: this.choices.map((choice, index) => choice.total(index)),
      usage: usage as CompletionUsage,
      ...(this.request.metadata ? { metadata: this.request.metadata } : {}),
      ...(all.length > 0 ? { warnings: all } : {}),
    };
  }
}
