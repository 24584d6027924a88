import { TransferRate } from '../download/transfer-rate.js';
import type { PullProgress } from './pull-event.js';

/** Milliseconds between two events of one phase. */
const EVERY_MS = 200;

/** Adds up what the files of one pull report, and tells it at a pace that a person can follow. */
export class PullMeter {
  private readonly rate = new TransferRate();
  private phase: PullProgress['phase'] = 'resolving';
  private completed = 0;
  private total = 0;
  private toldAt = 0;

  constructor(private readonly tell: (progress: PullProgress) => void) {}

  get completedBytes(): number {
    return this.completed;
  }

  /** All files are known: now there is a total. */
  expect(bytes: number): void {
    this.total = bytes;
    this.emit(true);
  }

  enter(phase: PullProgress['phase']): void {
    if (phase === this.phase && this.toldAt > 0) return;
    this.phase = phase;
    this.emit(true);
  }

  /** @param isNew they came over the network just now */
  add(bytes: number, isNew: boolean): void {
    this.completed = Math.max(0, this.completed + bytes);
    if (isNew && bytes > 0) this.rate.add(bytes);
    this.emit(false);
  }

  private emit(atOnce: boolean): void {
    const now = performance.now();
    if (!atOnce && now - this.toldAt < EVERY_MS) return;
    this.toldAt = now;
    const bytesPerSecond = this.phase === 'downloading' ? this.rate.perSecond(now) : 0;
    const left = Math.max(0, this.total - this.completed);
    this.tell({
      type: 'progress',
      phase: this.phase,
      completedBytes: Math.min(this.completed, this.total),
      totalBytes: this.total,
      bytesPerSecond,
      ...(bytesPerSecond > 0 && { etaSeconds: Math.ceil(left / bytesPerSecond) }),
    });
  }
}
