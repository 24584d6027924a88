import type { GenerationReader } from '@predict-otron/plugin-sdk';

/** Events of one paced stream that may be under way: enough to hide the channel's delay, few enough to pause soon. */
export const WINDOW = 32;

/** The serving side: the reader that a model sees. It is ready while there are credits. */
export class CreditGate implements GenerationReader {
  #waiting: (() => void)[] = [];

  constructor(private credits: number) {}

  /** One event was sent. A model may send several before it asks again, so credits may fall below 0. */
  spend(): void {
    this.credits--;
  }

  grant(credits: number): void {
    this.credits += credits;
    if (this.credits > 0) for (const resume of this.#waiting.splice(0)) resume();
  }

  ready(): Promise<void> {
    if (this.credits > 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** The proxy's side: gives credits back as the true reader takes events, half a window at a time. */
export class CreditGrants {
  #owed = 0;
  #asking = false;

  constructor(
    private readonly ready: () => Promise<void>,
    private readonly grant: (credits: number) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** One event reached the reader. */
  received(): void {
    this.#owed++;
    if (this.#owed >= WINDOW / 2 && !this.#asking) this.#settle().catch(this.fail);
  }

  async #settle(): Promise<void> {
    this.#asking = true;
    await this.ready();
    this.#asking = false;
    this.grant(this.#owed);
    this.#owed = 0;
  }
}
