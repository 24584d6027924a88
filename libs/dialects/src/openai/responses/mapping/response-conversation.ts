import type { Message } from '@predict-otron/plugin-sdk';
import type { ResponseFunctionCallOutput, ResponseItem, ResponseReasoning } from '../items/response-item.js';

type AssistantMessage = Extract<Message, { role: 'assistant' }>;

/** The conversation as models know it: thoughts, text and calls that follow one another are one message of the model. */
export function responseConversation(items: ResponseItem[]): Message[] {
  const messages: Message[] = [];
  const names = new Map<string, string>();
  for (const item of items) {
    switch (item.type) {
      case 'reasoning':
        addReasoning(messages, item);
        break;
      case 'function_call': {
        const { call_id: id, name } = item;
        const message = modelMessage(messages, () => true);
        message.toolCalls = [...(message.toolCalls ?? []), { id, name, arguments: item.arguments }];
        names.set(id, name);
        break;
      }
      case 'function_call_output':
        messages.push(toToolMessage(item, names.get(item.call_id)));
        break;
      default:
        if (item.role === 'assistant') {
          modelMessage(messages, ({ content }) => content.length === 0).content = textOf(item.content);
        } else {
          messages.push({ role: item.role, content: textOf(item.content) });
        }
    }
  }
  return messages;
}

/** The last message, where it is the model's and there is room in it; otherwise a new one. */
function modelMessage(messages: Message[], hasRoom: (message: AssistantMessage) => boolean): AssistantMessage {
  const last = messages.at(-1);
  if (last?.role === 'assistant' && hasRoom(last)) return last;
  const message: AssistantMessage = { role: 'assistant', content: [] };
  messages.push(message);
  return message;
}

function addReasoning(messages: Message[], { content, summary }: ResponseReasoning): void {
  const text = (content.length > 0 ? content : summary).map((part) => part.text).join('\n');
  if (text === '') return;
  const message = modelMessage(messages, ({ content: said, toolCalls }) => said.length === 0 && !toolCalls);
  message.reasoning = message.reasoning === undefined ? text : `${message.reasoning}\n${text}`;
}

function toToolMessage({ call_id, name, output }: ResponseFunctionCallOutput, called: string | undefined): Message {
  const said = name ?? called;
  return {
    role: 'tool',
    content: typeof output === 'string' ? [{ type: 'text', text: output }] : textOf(output),
    callId: call_id,
    ...(said === undefined ? {} : { name: said }),
  };
}

function textOf(parts: { text: string }[]): Message['content'] {
  return parts.map(({ text }) => ({ type: 'text', text }));
}
