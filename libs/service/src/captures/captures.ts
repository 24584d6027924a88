import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { keyNameOf } from '../access/caller.js';
import { errorCodeOf, pathOf } from '../log/request-log.js';
import { type Work, workOf } from '../log/request-work.js';
import { traceOf } from '../tracing/request-trace.js';
import { CaptureFolder } from './capture-folder.js';
import { recordAnswer, recordedAnswer } from './record-answer.js';
import { redactBody } from './redact-body.js';
import { redactHeaders } from './redact-headers.js';

/** What of the requests that failed or took long is kept. */
export interface CaptureOptions {
  /** Absent: nothing. */
  captureFolder?: string;
  /** Milliseconds from which on a request counts as slow. Default 30,000. */
  captureSlowMs?: number;
  /** Bytes that captures may take on the disk; the oldest make room. Default 64 MiB. */
  captureLimit?: number;
  /** Whether what is asked and answered is kept, too. Default false. */
  captureContent?: boolean;
}

/** Work that has ended. */
interface Ended {
  requestId: string;
  traceId?: string;
  method: string;
  path: string;
  opened: IncomingMessage;
  status: number;
  code?: string;
  ms: number;
  work?: Work;
  /** Beside the facts: a body and an answer. */
  content?: { body: unknown; answer?: string };
}

/** Failures that anybody can cause in any number; they would push out the others. 499: the client has left. */
const PASSED_OVER = new Set([401, 403, 404, 429, 499]);
/** Reading may go on for hours, where it follows something. */
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Larger bodies that came as bytes are not read again, in bytes. */
const READABLE = 1024 * 1024;

/** Keeps facts of slow and of failed requests in a folder. */
export class Captures {
  private readonly slowMs: number;
  private readonly content: boolean;

  /** Undefined where nobody asked for captures. Throws `INPUT_INVALID` when the folder cannot be used. */
  static start(options: CaptureOptions, logger: Logger): Captures | undefined {
    const { captureFolder: path, captureSlowMs = 30_000, captureLimit = 64 * 1024 * 1024 } = options;
    if (path === undefined) return undefined;
    const captures = new Captures(new CaptureFolder(path, { bytes: captureLimit }, logger), options, captureSlowMs);
    const what = captures.content ? 'with what is asked and answered' : 'without content';
    logger.info(`Failed requests and those of ${captureSlowMs / 1000} s or more are captured in ${path}, ${what}.`);
    return captures;
  }

  private constructor(
    private readonly folder: CaptureFolder,
    { captureContent = false }: CaptureOptions,
    slowMs: number,
  ) {
    this.slowMs = slowMs;
    this.content = captureContent;
  }

  /** When a request arrives: what it will be answered can only be kept from now on. */
  begin(response: ServerResponse): void {
    if (this.content) recordAnswer(response);
  }

  /** When a request has ended. */
  end(request: FastifyRequest, response: ServerResponse, status: number, ms: number): void {
    const { id: requestId, raw, method, body } = request;
    if (!this.wants(method, raw, status, ms)) return;
    const ended = { requestId, method, path: pathOf(raw.url), opened: raw, status, ms };
    const known = { traceId: traceOf(raw)?.traceId, code: errorCodeOf(response), work: workOf(response) };
    this.keep({ ...ended, ...known, content: { body: readable(body), answer: recordedAnswer(response) } });
  }

  /** When work over a WebSocket has ended. */
  endWork(ended: Omit<Ended, 'method' | 'path' | 'content'>): void {
    const { status, ms, opened } = ended;
    if (isFailure(status) || ms >= this.slowMs) this.keep({ ...ended, method: 'POST', path: pathOf(opened.url) });
  }

  close(): Promise<void> {
    return this.folder.close();
  }

  private wants(method: string, { headers }: IncomingMessage, status: number, ms: number): boolean {
    if (isFailure(status)) return true;
    return ms >= this.slowMs && !READING.has(method) && headers.upgrade === undefined;
  }

  private keep({ opened, content, work, status, ms, ...facts }: Ended): void {
    const arrived = new Date(Date.now() - ms);
    const { queueMs, firstTokenMs, ...done } = work ?? {};
    const capture = {
      time: arrived.toISOString(),
      reason: isFailure(status) ? 'failed' : 'slow',
      ...facts,
      status,
      key: keyNameOf(opened),
      headers: redactHeaders(opened.headers),
      timings: { ms: Math.round(ms), queueMs, firstTokenMs },
      work: work && done,
      body: this.content ? content?.body : redactBody(content?.body),
      answer: content?.answer,
    };
    this.folder.add(arrived, facts.requestId, `${JSON.stringify(capture, null, 2)}\n`);
  }
}

function isFailure(status: number): boolean {
  return status >= 400 && !PASSED_OVER.has(status);
}

/** A server in front has the bytes alone. What was no JSON was nothing that could be redacted. */
function readable(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body;
  if (body.length > READABLE) return `[${body.length} bytes]`;
  try {
    return JSON.parse(body.toString());
  } catch {
    return `[${body.length} bytes that are no JSON]`;
  }
}
