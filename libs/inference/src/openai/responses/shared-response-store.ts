import { Logger } from '@nestjs/common';
import type { ResponseStore, StoredResponse } from './response-store.js';

/** Texts that several servers keep together, each for a while. Every call rejects while they cannot be reached. */
export interface SharedTexts {
  get(key: string): Promise<string | undefined>;
  /** Keeps a text for so many milliseconds. */
  set(key: string, text: string, ms: number): Promise<void>;
  /** False where there was nothing to delete. */
  delete(key: string): Promise<boolean>;
}

/** Keeps responses where every server finds them; those that it cannot keep there, in this process. */
export class SharedResponseStore implements ResponseStore {
  private readonly logger = new Logger('Responses');

  /** `ageMs`: for which a response is kept at most. */
  constructor(
    private readonly shared: SharedTexts,
    private readonly own: ResponseStore,
    private readonly ageMs: number,
  ) {}

  async save(stored: StoredResponse): Promise<void> {
    const { id } = stored.response;
    const isShared = await this.whileThere(() => this.shared.set(keyOf(id), JSON.stringify(stored), this.ageMs));
    if (!isShared) await this.own.save(stored);
  }

  async find(id: string): Promise<StoredResponse | undefined> {
    const answer = await this.whileThere(() => this.shared.get(keyOf(id)));
    const text = answer?.value;
    return text === undefined ? this.own.find(id) : (JSON.parse(text) as StoredResponse);
  }

  async delete(id: string): Promise<boolean> {
    const answer = await this.whileThere(() => this.shared.delete(keyOf(id)));
    const wasOwn = await this.own.delete(id);
    return wasOwn || answer?.value === true;
  }

  /** `undefined` when it cannot be reached, which is no error of the request. */
  private async whileThere<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    try {
      return { value: await work() };
    } catch (error) {
      this.logger.debug(`The shared store cannot be reached: ${(error as Error).message}`);
      return undefined;
    }
  }
}

function keyOf(id: string): string {
  return `response:${id}`;
}
