import { type AskedRequest, isMessagesPath } from './dialect-error.js';

/**
 * The body of an error as the last event of a stream that it ends, as the API of the request writes it.
 *
 * @param body JSON text of an error of that API, see `dialectError`
 * @param contentType of the stream
 */
export function errorEvent(body: string, { url }: Pick<AskedRequest, 'url'>, contentType: string): string {
  if (contentType.startsWith('application/x-ndjson')) return `${body}\n`;
  return isMessagesPath(url) ? `event: error\ndata: ${body}\n\n` : `data: ${body}\n\n`;
}
