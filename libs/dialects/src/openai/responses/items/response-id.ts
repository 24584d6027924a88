import { randomUUID } from 'node:crypto';

/** An id for a new response. Nobody can guess it, so whoever knows it may read and continue the response. */
export function newResponseId(): string {
  return `resp_${randomUUID().replaceAll('-', '')}`;
}

/** What OpenAI's ids of items begin with. */
export type ItemPrefix = 'msg' | 'rs' | 'fc' | 'fco' | 'call';

/** The id of the item at an index of a response's output. Always the same one, so that answers are pure. */
export function outputItemId(prefix: ItemPrefix, responseId: string, index: number): string {
  return `${prefix}_${suffixOf(responseId)}_${index}`;
}

/** The id of the item at an index of a response's input, where the client gave none. */
export function inputItemId(prefix: ItemPrefix, responseId: string, index: number): string {
  return `${prefix}_${suffixOf(responseId)}_in_${index}`;
}

function suffixOf(responseId: string): string {
  return responseId.replace(/^resp_/, '');
}
