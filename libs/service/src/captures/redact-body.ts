/** Texts that are settings and no content, by their field at the top of a body. */
const WORDS = new Set([
  ...['model', 'encoding_format', 'reasoning_effort', 'service_tier', 'tool_choice', 'truncation', 'verbosity'],
  ...['context_overflow', 'keep_alive', 'format', 'task', 'input_type', 'truncate'],
]);
const WORD = /^[\w.:/@-]{1,256}$/;

/** What turns of a conversation and parts of a turn may be called: whatever else stands there may be content. */
const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);
const TYPES = new Set([
  ...['text', 'input_text', 'output_text', 'image', 'image_url', 'input_image', 'input_audio', 'file', 'input_file'],
  ...[
    'message',
    'function',
    'function_call',
    'function_call_output',
    'tool_use',
    'tool_result',
    'thinking',
    'reasoning',
  ],
]);

/** Lists whose items are looked into, and the fields of such items that are named. */
const LISTS = new Set(['messages', 'input', 'content', 'tool_calls', 'system']);
const FIELDS = new Set([
  'role',
  'type',
  'text',
  'content',
  'tool_calls',
  'image_url',
  'images',
  'thinking',
  'arguments',
]);
const FIELD_NAME = /^[a-z][A-Za-z0-9_]{0,39}$/;
/** Items of a list that are shown. */
const SHOWN = 100;

/**
 * The form of a request body: its settings as they are, and of prompts, answers, tools, images and whatever else might be
 * content the length.
 */
export function redactBody(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body === undefined ? undefined : sized(body);
  if (Array.isArray(body)) return sized(body);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      FIELD_NAME.test(name) ? name : `[name of ${name.length} characters]`,
      setting(name, value),
    ]),
  );
}

function setting(name: string, value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return WORDS.has(name) && WORD.test(value) ? value : sized(value);
  return LISTS.has(name) && Array.isArray(value) ? items(value) : sized(value);
}

function items(list: unknown[]): unknown[] {
  const shown = list.slice(0, SHOWN).map((item) => (isObject(item) ? turn(item) : sized(item)));
  return list.length > SHOWN ? [...shown, `[${list.length - SHOWN} more]`] : shown;
}

/** A turn of a conversation, or a part of one. */
function turn(item: object): object {
  const named = Object.entries(item).filter(([name]) => FIELDS.has(name));
  const others = Object.keys(item).length - named.length;
  const shown = named.map(([name, value]) => [name, field(name, value)]);
  return { ...Object.fromEntries(shown), ...(others > 0 && { '[other fields]': others }) };
}

function field(name: string, value: unknown): unknown {
  if (name === 'role' && ROLES.has(String(value))) return value;
  if (name === 'type' && TYPES.has(String(value))) return value;
  return LISTS.has(name) && Array.isArray(value) ? items(value) : sized(value);
}

function sized(value: unknown): string {
  if (typeof value === 'string') return `[${value.length} characters]`;
  if (Array.isArray(value)) return `[list of ${value.length}, ${jsonLength(value)} characters]`;
  return isObject(value) ? `[object of ${jsonLength(value)} characters]` : `[${typeof value}]`;
}

const jsonLength = (value: object) => JSON.stringify(value).length;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
