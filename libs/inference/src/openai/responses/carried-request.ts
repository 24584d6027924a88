import type { ResponseItem } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';

/** What a server that keeps responses itself sends to an engine. */
export interface CarriedRequest {
  /** The client's own request. */
  request: unknown;
  /** The items of the previous response and of what it answers; `null` where there is none of its id. */
  before: ResponseItem[] | null;
}

type Fields = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isParts = (value: unknown) => Array.isArray(value) && value.every((part) => isObject(part) && isText(part.text));

const IS_WHOLE: Record<ResponseItem['type'], (item: Fields) => boolean> = {
  message: ({ role, content }) =>
    ['user', 'system', 'developer', 'assistant'].includes(String(role)) && isParts(content),
  function_call: ({ call_id: id, name, arguments: text }) => isText(id) && isText(name) && isText(text),
  function_call_output: ({ call_id: id, output }) => isText(id) && (isText(output) || isParts(output)),
  reasoning: ({ summary, content }) => isParts(summary) && isParts(content),
};

function isItem(value: unknown): value is ResponseItem {
  if (!isObject(value) || !isText(value.id)) return false;
  return Object.hasOwn(IS_WHOLE, String(value.type)) && IS_WHOLE[value.type as ResponseItem['type']](value);
}

/** Reads the body. Throws `INPUT_INVALID` for what no server sends: an engine without keys is open to others as well. */
export function carriedRequest(body: unknown): CarriedRequest {
  if (isObject(body) && 'request' in body) {
    const { request, before } = body;
    if (before === null || (Array.isArray(before) && before.every(isItem))) return { request, before };
  }
  throw new PluginError('INPUT_INVALID', 'This path is for a server in front of this engine: use /v1/responses.');
}
