import { Inject, Injectable } from '@nestjs/common';
import { KERNEL_OPTIONS, type KernelOptions } from '../configuration/kernel-options.js';

/** How long a request may take. */
export interface TimeLimit {
  /** Milliseconds since the epoch after which its answer is no longer wanted. */
  deadline?: number;
  /** Milliseconds that it may wait in line before a model begins with it. */
  maxQueueMs?: number;
}

/** The time that requests are given. */
@Injectable()
export class TimeLimits {
  constructor(
    @Inject(KERNEL_OPTIONS) private readonly options: Pick<KernelOptions, 'requestTimeoutMs' | 'queueTimeoutMs'>,
  ) {}

  /** What holds for a request that arrives now: its own limits, and the server's where they are nearer. */
  of({ deadline, maxQueueMs }: TimeLimit): TimeLimit {
    const { requestTimeoutMs, queueTimeoutMs } = this.options;
    return {
      deadline: nearer(deadline, requestTimeoutMs === undefined ? undefined : Date.now() + requestTimeoutMs),
      maxQueueMs: nearer(maxQueueMs, queueTimeoutMs),
    };
  }
}

function nearer(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
