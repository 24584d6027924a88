import type { OpenAiFinishReason } from '../finish-reason.js';
import type { ChatAnswerMessage, ChatChoice, ChatToolCall } from './chat-completion.js';
import type { ChatChunkChoice, ChatToolCallDelta } from './chat-completion-chunk.js';
import type { ChatTokenLogprob } from './chat-logprobs.js';

/** One answer as its pieces add up. */
export class ChatChoiceSum {
  private text = '';
  private reasoning = '';
  private finishReason: OpenAiFinishReason = 'stop';
  private readonly toolCalls: ChatToolCall[] = [];
  private readonly logprobs: ChatTokenLogprob[] = [];

  constructor(private readonly withLogprobs: boolean) {}

  add({ delta, logprobs, finish_reason }: ChatChunkChoice): void {
    this.text += delta.content ?? '';
    this.reasoning += delta.reasoning_content ?? '';
    for (const piece of delta.tool_calls ?? []) this.addToolCall(piece);
    if (logprobs) this.logprobs.push(...logprobs.content);
    if (finish_reason) this.finishReason = finish_reason;
  }

  total(index: number): ChatChoice {
    const message: ChatAnswerMessage = {
      role: 'assistant',
      content: this.text === '' && this.toolCalls.length > 0 ? null : this.text,
      refusal: null,
      ...(this.reasoning === '' ? {} : { reasoning_content: this.reasoning, reasoning: this.reasoning }),
      ...(this.toolCalls.length > 0 ? { tool_calls: this.toolCalls } : {}),
    };
    const logprobs = this.withLogprobs ? { content: this.logprobs, refusal: null } : null;
    return { index, message, logprobs, finish_reason: this.finishReason };
  }

  private addToolCall({ index, id = '', function: { name = '', arguments: text } }: ChatToolCallDelta): void {
    const known = this.toolCalls[index];
    if (known) known.function.arguments += text;
    else this.toolCalls[index] = { id, type: 'function', function: { name, arguments: text } };
  }
}
