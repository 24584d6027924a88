import type { Answer } from '../net/http-client.js';

/** Where the bytes of one file come from. */
export interface FileSource {
  /** For messages. */
  host: string;
  /** Status 200 or 206; rejects for any other, with an error that says why. */
  open(headers: Record<string, string>, signal: AbortSignal): Promise<Answer>;
}
