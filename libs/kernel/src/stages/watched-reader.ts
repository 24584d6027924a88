import type { GenerationReader } from '@predict-otron/plugin-sdk';

/** A reader of which it is known whether the model waits for it. */
export class WatchedReader implements GenerationReader {
  private waits = 0;
  readonly ready?: GenerationReader['ready'];

  constructor(reader?: GenerationReader) {
    if (!reader?.ready) return;
    this.ready = async () => {
      this.waits += 1;
      try {
        await reader.ready?.();
      } finally {
        this.waits -= 1;
      }
    };
  }

  get isWaitedFor(): boolean {
    return this.waits > 0;
  }
}
