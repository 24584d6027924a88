import type { JsonObject } from '@predict-otron/plugin-sdk';

/** Arguments of a call as an object; no text at all is an empty one. `undefined` for a text that is no JSON object. */
export function parseArguments(text: string): JsonObject | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** What is said of a call that {@link parseArguments} cannot read and that is therefore sent as text. */
export const UNPARSED_CALL = {
  code: 'tool_call_unparsed',
  message: 'The arguments of a call are no JSON object, so they are in the answer as text.',
};
