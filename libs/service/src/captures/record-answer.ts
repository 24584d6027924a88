import type { ServerResponse } from 'node:http';

/** Bytes of an answer that are kept. */
const LIMIT = 1024 * 1024;

const answers = new WeakMap<ServerResponse, Buffer[]>();

/** Keeps the beginning of an answer's body while it is written, whichever way it is. */
export function recordAnswer(response: ServerResponse): void {
  const chunks: Buffer[] = [];
  let left = LIMIT;
  const keep = (chunk: unknown) => {
    if (left <= 0 || (typeof chunk !== 'string' && !(chunk instanceof Uint8Array))) return;
    const bytes = Buffer.from(chunk as string).subarray(0, left);
    left -= bytes.length;
    chunks.push(bytes);
  };
  const { write, end } = response;
  response.write = ((...args: Parameters<typeof write>) => {
    keep(args[0]);
    return write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    keep(args[0]);
    return end.apply(response, args);
  }) as typeof end;
  answers.set(response, chunks);
}

/** What was kept of an answer, as text; `undefined` where nothing was to be kept. */
export function recordedAnswer(response: ServerResponse): string | undefined {
  const chunks = answers.get(response);
  return chunks && Buffer.concat(chunks).toString();
}
