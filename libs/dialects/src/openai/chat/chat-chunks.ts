import type { EndEvent, TextDelta, ToolCallDelta } from '@predict-otron/plugin-sdk';
import { AnswerChunks } from '../answer-chunks.js';
import type { AnswerHead } from '../answer-head.js';
import { FINISH_REASONS } from '../finish-reason.js';
import type { ChatChunkChoice, ChatCompletionChunk, ChatDelta } from './chat-completion-chunk.js';
import type { ChatCompletionRequest } from './chat-completion-request.js';
import { toChatLogprobs } from './to-chat-logprobs.js';

/** The events of a chat request as chunks: each answer's role, its deltas, its finish reason, then the usage if asked for. */
export class ChatChunks extends AnswerChunks<ChatChunkChoice, ChatCompletionChunk> {
  constructor(head: AnswerHead, request: ChatCompletionRequest) {
    super(head, 'chat.completion.chunk', request);
  }

  protected ofPrompt(): ChatChunkChoice[] {
    return Array.from({ length: this.n }, (_, index) => choiceOf(index, { role: 'assistant', content: '' }));
  }

  protected ofDelta(event: TextDelta | ToolCallDelta): ChatChunkChoice[] {
    const { index } = event;
    if (event.kind === 'reasoning') return [choiceOf(index, { reasoning_content: event.text, reasoning: event.text })];
    const delta = event.kind === 'tool-call' ? toolCallDelta(event) : { content: event.text };
    const logprobs = event.logprobs ? { content: toChatLogprobs(event.logprobs), refusal: null } : null;
    return [choiceOf(index, delta, { logprobs })];
  }

  protected ofEnd({ index, finishReason }: EndEvent): ChatChunkChoice {
    return choiceOf(index, {}, { finish_reason: FINISH_REASONS[finishReason] });
  }
}

function choiceOf(index: number, delta: ChatDelta, rest: Partial<ChatChunkChoice> = {}): ChatChunkChoice {
  return { index, delta, logprobs: null, finish_reason: null, ...rest };
}

function toolCallDelta({ call, id, name, argumentsDelta }: ToolCallDelta): ChatDelta {
  return {
    tool_calls: [
      {
        index: call,
        ...(id === undefined ? {} : { id, type: 'function' as const }),
        function: { ...(name === undefined ? {} : { name }), arguments: argumentsDelta },
      },
    ],
  };
}
