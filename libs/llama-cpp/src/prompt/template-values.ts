import type { JsonObject, JsonValue, Message, Tool } from '@predict-otron/plugin-sdk';
import { textOf } from './conversation.js';

/** Applied to all that people wrote, and to nothing else. */
export type Protect = (text: string) => string;

/** A message in the shape that chat templates expect. Source: Hugging Face transformers, `apply_chat_template`. */
export function templateMessage(message: Message, protect: Protect): JsonObject {
  const value: JsonObject = {
    role: message.role === 'developer' ? 'system' : message.role,
    content: protect(textOf(message)),
  };
  if (message.name !== undefined) value.name = protect(message.name);
  if (message.role === 'tool') value.tool_call_id = protect(message.callId);
  if (message.role === 'assistant') {
    if (message.reasoning !== undefined) value.reasoning_content = protect(message.reasoning);
    if (message.toolCalls && message.toolCalls.length > 0) {
      value.tool_calls = message.toolCalls.map(({ id, name, arguments: text }) => ({
        id: protect(id),
        type: 'function',
        function: { name: protect(name), arguments: protectAll(parsed(text), protect) },
      }));
    }
  }
  return value;
}

/** A tool in the shape that chat templates expect. */
export function templateTool({ name, description, parameters }: Tool, protect: Protect): JsonObject {
  return {
    type: 'function',
    function: {
      name: protect(name),
      description: protect(description ?? ''),
      parameters: protectAll(parameters ?? {}, protect),
    },
  };
}

/** Templates write a call's arguments themselves, so they want the object; broken JSON stays text. */
function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function protectAll(value: JsonValue, protect: Protect): JsonValue {
  if (typeof value === 'string') return protect(value);
  if (Array.isArray(value)) return value.map((item) => protectAll(item, protect));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [protect(key), protectAll(item, protect)]));
}
