import type { IncomingHttpHeaders } from 'node:http';
import { NOT_STARTED_HEADER } from '@predict-otron/service';
import type { Upstream } from '../upstreams/upstream.js';

/** A request as an engine gets it. */
export interface OutgoingRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string | string[]>;
  body?: Buffer;
}

/** An answer in one piece. */
export interface HeldAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Who gets an answer while it arrives. */
export interface AnswerReader {
  head(status: number, headers: IncomingHttpHeaders): void;
  /** False when it can take no more until `onDrained` calls back. */
  data(chunk: Buffer): boolean;
  onDrained(resume: () => void): void;
}

/** Reads an answer on its way to another reader. */
export interface AnswerTap extends AnswerReader {
  /** When the engine's answer is complete, before the client hears of its end. */
  beforeEnd(): Promise<void>;
  /** The last events of a stream that broke off, as text. */
  fail(error: unknown): Promise<string>;
}

/**
 * How a request to one engine ended: its whole answer was read; the engine `refused` to begin with it; it never reached
 * the engine; or it was `lost` after it was sent.
 */
export type AttemptEnd =
  | { kind: 'complete' }
  | { kind: 'refused'; answer: HeldAnswer }
  | { kind: 'unreached'; error: Error }
  | { kind: 'lost'; error: Error };

/** Whether an answer says that the engine did not begin with the request. */
export type IsRefusal = (status: number, headers: IncomingHttpHeaders) => boolean;

/** It said so, or it does not know this server, which is no fault of the client's. */
export const notStarted: IsRefusal = (status, headers) => status === 401 || headers[NOT_STARTED_HEADER] !== undefined;

/** Sends a request to one engine. The signal ends it there as well; then it counts as lost. */
export function attempt(
  upstream: Upstream,
  { method, path, headers, body }: OutgoingRequest,
  reader: AnswerReader,
  signal: AbortSignal,
  isRefusal: IsRefusal = notStarted,
): Promise<AttemptEnd> {
  return new Promise((resolve) => {
    let sent = false;
    let refusal: { status: number; headers: IncomingHttpHeaders; chunks: Buffer[] } | undefined;
    let stop = () => {};
    const end = (how: AttemptEnd) => {
      signal.removeEventListener('abort', stop);
      resolve(how);
    };
    upstream.pool.dispatch(
      { method, path, headers, body: body ?? null },
      {
        onRequestStart: (controller) => {
          sent = true;
          stop = () => controller.abort(signal.reason);
          if (signal.aborted) stop();
          else signal.addEventListener('abort', stop, { once: true });
        },
        onResponseStart: (_controller, status, answered) => {
          if (isRefusal(status, answered)) refusal = { status, headers: answered, chunks: [] };
          else if (status >= 200) reader.head(status, answered);
        },
        onResponseData: (controller, chunk) => {
          if (refusal) refusal.chunks.push(chunk);
          else if (!reader.data(chunk)) {
            controller.pause();
            reader.onDrained(() => controller.resume());
          }
        },
        onResponseEnd: () => {
          if (!refusal) return end({ kind: 'complete' });
          const { chunks, ...head } = refusal;
          end({ kind: 'refused', answer: { ...head, body: Buffer.concat(chunks) } });
        },
        onResponseError: (_controller, error) => end({ kind: sent ? 'lost' : 'unreached', error }),
      },
    );
  });
}
