import { Inject, Injectable } from '@nestjs/common';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { KERNEL_OPTIONS } from '../configuration/kernel-options.js';
import { SlotQueue } from './slot-queue.js';

/** The queues of all loaded language models. */
@Injectable()
export class SlotQueues {
  private readonly queues = new Map<string, SlotQueue>();

  constructor(@Inject(KERNEL_OPTIONS) private readonly options: KernelOptions) {}

  /** The queue of a model that answers so many requests at the same time. A model keeps its queue. */
  of(modelId: string, slots: number): SlotQueue {
    // a model that comes back with another number of slots gets another queue, and the old one runs out
    const key = `${slots} ${modelId}`;
    const queue = this.queues.get(key) ?? new SlotQueue(slots, this.options.queueLimit);
    this.queues.set(key, queue);
    return queue;
  }

  /** Requests that run and that wait, over all models. */
  activity(): { running: number; queued: number } {
    const all = [...this.queues.values()];
    return {
      running: all.reduce((sum, { running }) => sum + running, 0),
      queued: all.reduce((sum, { queued }) => sum + queued, 0),
    };
  }

  /** How full the fullest line is, 0 to 1: at 1 the next request is refused. */
  fullness(): number {
    return Math.max(0, ...[...this.queues.values()].map(({ queued }) => queued / Math.max(1, this.options.queueLimit)));
  }

  /** Ends every wait with `DISPOSED`. */
  close(): void {
    for (const queue of this.queues.values()) queue.close();
  }
}
