import type { ResponseStore, StoredResponse } from './response-store.js';
import { SharedBytes } from './shared-bytes.js';

/** How much is kept, and for how long. */
export interface ResponseLimits {
  /** Responses. */
  entries: number;
  /** As JSON; an item that several responses of one conversation have counts once. The newest response is kept anyway. */
  bytes: number;
  /** Milliseconds since a response was saved. */
  ageMs: number;
}

interface Entry extends StoredResponse {
  savedAt: number;
  /** What it holds of the shared room. */
  parts: object[];
}

/** Keeps responses in memory. The oldest make room for new ones; a conversation goes on from any that is still there. */
export class MemoryResponseStore implements ResponseStore {
  /** In the order in which they were saved. */
  private readonly entries = new Map<string, Entry>();
  private readonly room = new SharedBytes();

  /** `now`: milliseconds since the epoch. */
  constructor(
    private readonly limits: ResponseLimits,
    private readonly now: () => number = Date.now,
  ) {}

  async save({ response, input }: StoredResponse): Promise<void> {
    this.drop(response.id);
    const { output, ...rest } = response;
    const parts = [rest, ...output, ...input];
    for (const part of parts) this.room.hold(part);
    this.entries.set(response.id, { response, input, parts, savedAt: this.now() });
    this.makeRoom();
  }

  async find(id: string): Promise<StoredResponse | undefined> {
    this.makeRoom();
    return this.entries.get(id);
  }

  async delete(id: string): Promise<boolean> {
    this.makeRoom();
    return this.drop(id);
  }

  private makeRoom(): void {
    const { entries, bytes, ageMs } = this.limits;
    const oldest = this.now() - ageMs;
    for (const [id, { savedAt }] of this.entries) {
      const tooMuch = this.entries.size > entries || (this.room.total > bytes && this.entries.size > 1);
      if (savedAt > oldest && !tooMuch) return;
      this.drop(id);
    }
  }

  private drop(id: string): boolean {
    for (const part of this.entries.get(id)?.parts ?? []) this.room.release(part);
    return this.entries.delete(id);
  }
}
