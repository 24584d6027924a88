import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Admission } from '../access/admission.js';
import { askerOf } from '../access/caller.js';
import type { Captures } from '../captures/captures.js';
import { factsOf } from '../log/request-log.js';
import { beginWork, workOf } from '../log/request-work.js';
import { endedWork } from '../tracing/ended-request.js';
import type { Tracer } from '../tracing/request-trace.js';
import { spanFacts } from '../tracing/span-facts.js';
import type { RequestEnd } from './request-end.js';

/** How such work ended: a status as HTTP has them, and how long it took, in milliseconds. */
interface WorkEnd {
  requestId: string;
  status: number;
  code?: string;
  ms: number;
}

/** Work that is no request, and was begun. */
interface FollowedWork<T> {
  begun: T;
  facts(): object;
  ended(how: WorkEnd): void;
}

/** Every request from its arrival until its answer has left, streamed answers that bypass Fastify included. */
@Injectable()
export class OpenRequests {
  private readonly open = new Map<object, () => void>();
  private cutting = false;
  private becameIdle = () => {};
  private draining = false;

  /** All are for work that is no request; `admission` is asked before it begins, and without one all is let in. */
  constructor(
    private readonly tracer?: Tracer,
    private readonly captures?: Captures,
    private readonly admission?: Pick<Admission, 'begin'>,
  ) {}

  /** Requests, and what else is held, that are open now. */
  get count(): number {
    return this.open.size;
  }

  /** False as soon as a shutdown has begun. */
  get accepting(): boolean {
    return !this.draining;
  }

  /** Counts a request until its response is finished or its connection is gone, then calls `ended` once. */
  add(request: IncomingMessage, response: ServerResponse, ended: (end: RequestEnd) => void): void {
    const { socket } = request;
    const end = () => {
      if (!this.open.delete(response)) return;
      response.off('close', end);
      socket.off('close', end);
      ended(response.writableFinished ? 'answered' : this.cutting ? 'cut' : 'left');
      if (this.open.size === 0) this.becameIdle();
    };
    this.open.set(response, () => socket.destroy());
    response.on('close', end);
    // a pipelined response that still waits for its turn sees nothing of the connection's end
    setMaxListeners(0, socket);
    socket.on('close', end);
  }

  /** Counts work that is no request, such as a chat over a WebSocket, until the returned function is called. */
  hold(cut: () => void): () => void {
    const work = {};
    this.open.set(work, cut);
    return () => {
      if (this.open.delete(work) && this.open.size === 0) this.becameIdle();
    };
  }

  /**
   * Runs what begins such work for the one who sent a request, the opening of a WebSocket, and gives it what stands for the
   * work; `facts` are for its log line: the name of the key, and what models have done so far; `ended` is told how it ended.
   */
  follow<T>(request: IncomingMessage, begin: (work: object) => T): FollowedWork<T> {
    const work = {};
    const asker = askerOf(request);
    const trace = this.tracer?.begin(request);
    const traced = trace && { traceId: trace.traceId };
    beginWork(work, asker);
    return {
      begun: begin(work),
      facts: () => ({ key: asker.key, ...traced, ...factsOf(workOf(work)) }),
      ended: (how) => {
        const done = { ...how, work: workOf(work) };
        trace?.end(spanFacts(endedWork(request, done)));
        this.captures?.endWork({ ...done, ...traced, opened: request });
      },
    };
  }

  /** Whether who opened a WebSocket may begin work on it now, see `Admission.begin`. */
  admit(opened: IncomingMessage): (() => Promise<() => void>) | undefined {
    return this.admission?.begin(opened);
  }

  /** Accepts no more, waits until the open ones have ended, and cuts off what is left after the limit. Returns how many. */
  async drain(limitMs: number): Promise<number> {
    this.draining = true;
    if (this.open.size > 0) {
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, limitMs);
        this.becameIdle = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
    const left = this.open.size;
    this.cutting = true;
    for (const cut of [...this.open.values()]) cut();
    return left;
  }
}
