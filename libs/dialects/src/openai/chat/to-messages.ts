import type { ContentPart, Message } from '@predict-otron/plugin-sdk';
import type { AssistantMessage, ChatMessageRequest } from './chat-message-request.js';
import type { TextPart } from './content-part.js';

/** The conversation as models know it. */
export function toMessages(messages: ChatMessageRequest[]): Message[] {
  return messages.map(toMessage);
}

function toMessage(message: ChatMessageRequest): Message {
  const name = message.name === undefined ? {} : { name: message.name };
  switch (message.role) {
    case 'assistant':
      return { role: 'assistant', content: toContent(message.content), ...toThoughtAndCalls(message), ...name };
    case 'tool':
      return { role: 'tool', content: toContent(message.content), callId: message.tool_call_id, ...name };
    default:
      return { role: message.role, content: toContent(message.content), ...name };
  }
}

function toContent(parts: TextPart[] = []): ContentPart[] {
  return parts.map(({ text }) => ({ type: 'text', text }));
}

function toThoughtAndCalls({ reasoning_content, reasoning = reasoning_content, tool_calls = [] }: AssistantMessage) {
  return {
    ...(reasoning ? { reasoning } : {}),
    ...(tool_calls.length > 0
      ? {
          toolCalls: tool_calls.map(({ id, function: called }) => ({
            id,
            name: called.name,
            arguments: called.arguments,
          })),
        }
      : {}),
  };
}
