import type { ContentPart, Message, ToolCall } from '@predict-otron/plugin-sdk';
import type { OllamaAssistantMessage, OllamaMessageRequest, OllamaToolMessage } from './chat-message.js';

/** The conversation as models know it. Ollama's calls may have no ids: they get some, and results find theirs by name. */
export function toMessages(messages: OllamaMessageRequest[]): Message[] {
  const open: ToolCall[] = [];
  let calls = 0;
  return messages.map((message): Message => {
    switch (message.role) {
      case 'assistant': {
        const toolCalls = (message.tool_calls ?? []).map(({ id, function: called }): ToolCall => {
          calls += 1;
          return { id: id ?? `call_${calls}`, name: called.name, arguments: JSON.stringify(called.arguments) };
        });
        open.push(...toolCalls);
        return ofAssistant(message, toolCalls);
      }
      case 'tool':
        return ofTool(message, open);
      default:
        return { role: message.role, content: toContent(message.content) };
    }
  });
}

function ofAssistant({ content, thinking }: OllamaAssistantMessage, toolCalls: ToolCall[]): Message {
  return {
    role: 'assistant',
    content: toContent(content),
    ...(thinking ? { reasoning: thinking } : {}),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
}

function ofTool({ content, tool_name, tool_call_id }: OllamaToolMessage, open: ToolCall[]): Message {
  const place = open.findIndex(({ id, name }) =>
    tool_call_id === undefined ? tool_name === undefined || name === tool_name : id === tool_call_id,
  );
  const [call] = place < 0 ? [] : open.splice(place, 1);
  const name = tool_name ?? call?.name;
  return {
    role: 'tool',
    content: toContent(content),
    callId: tool_call_id ?? call?.id ?? 'call_0',
    ...(name === undefined ? {} : { name }),
  };
}

function toContent(text = ''): ContentPart[] {
  return text === '' ? [] : [{ type: 'text', text }];
}
