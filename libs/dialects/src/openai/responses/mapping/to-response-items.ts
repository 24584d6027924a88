import { invalidField } from '../../../validation/invalid-field.js';
import { inputItemId } from '../items/response-id.js';
import type { ItemStatus, ResponseItem } from '../items/response-item.js';
import type { InputTextRequest, OutputTextRequest } from '../request/content-request.js';
import type { InputItemRequest } from '../request/input-item-request.js';

/**
 * The items with which a conversation goes on, as they are kept and shown. Items without an id get one. Throws
 * `INPUT_INVALID` for an id that the conversation has already, and for an output without its call.
 *
 * @param before the items so far
 */
export function toResponseItems(input: InputItemRequest[], before: ResponseItem[], responseId: string): ResponseItem[] {
  const ids = new Set(before.map(({ id }) => id));
  const calls = new Set(before.flatMap((item) => (item.type === 'function_call' ? [item.call_id] : [])));
  return input.map((asked, index) => {
    const item = toItem(asked, (prefix) => asked.id ?? inputItemId(prefix, responseId, index));
    if (ids.has(item.id)) throw invalidField(`input[${index}].id`, 'is the id of an earlier item of the conversation');
    ids.add(item.id);
    if (item.type === 'function_call') calls.add(item.call_id);
    if (item.type === 'function_call_output' && !calls.has(item.call_id)) {
      throw invalidField(`input[${index}].call_id`, 'belongs to no function call before it in the conversation');
    }
    return item;
  });
}

type NewId = (prefix: 'msg' | 'rs' | 'fc' | 'fco') => string;

function toItem(item: InputItemRequest, newId: NewId): ResponseItem {
  const status = (item.status ?? 'completed') as ItemStatus;
  switch (item.type) {
    case 'function_call': {
      const { type, call_id, name } = item;
      return { id: newId('fc'), type, call_id, name, arguments: item.arguments, status };
    }
    case 'function_call_output': {
      const { type, call_id, name } = item;
      const output = toOutput(item.output);
      return { id: newId('fco'), type, call_id, ...(name === undefined ? {} : { name }), output, status: 'completed' };
    }
    case 'reasoning': {
      const { type, summary = [], content = [] } = item;
      return { id: newId('rs'), type, summary, content, status };
    }
    default: {
      const id = newId('msg');
      if (item.role !== 'assistant') {
        return { id, type: 'message', role: item.role, status: 'completed', content: item.content.map(toInputText) };
      }
      return { id, type: 'message', role: 'assistant', status, content: item.content.map(toOutputText) };
    }
  }
}

function toInputText({ text }: InputTextRequest) {
  return { type: 'input_text' as const, text };
}

function toOutputText({ text }: OutputTextRequest) {
  return { type: 'output_text' as const, text, annotations: [], logprobs: [] };
}

/** A single part says no more than its text. */
function toOutput(parts: InputTextRequest[]) {
  return parts.length === 1 ? (parts[0] as InputTextRequest).text : parts.map(toInputText);
}
