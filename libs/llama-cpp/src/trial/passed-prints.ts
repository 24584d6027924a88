import { readFileSync } from 'node:fs';
import { writeCache } from '../write-cache.js';

/** 64 characters each. */
const MOST = 2000;

/** Prints of what has passed a trial, those that were met last, also over restarts where there is a file for them. */
export class PassedPrints {
  private prints: Set<string> | undefined;
  private writing: Promise<void> = Promise.resolve();

  /** @param file absolute path of the file; nothing is kept without one */
  constructor(private readonly file?: string) {}

  has(print: string): boolean {
    return this.all().has(print);
  }

  /** Resolves when it is kept. */
  add(print: string): Promise<void> {
    const prints = this.all();
    prints.delete(print);
    prints.add(print);
    const [oldest] = prints;
    if (prints.size > MOST && oldest !== undefined) prints.delete(oldest);
    const { file } = this;
    if (file) this.writing = this.writing.then(() => writeCache(file, [...prints]));
    return this.writing;
  }

  private all(): Set<string> {
    this.prints ??= new Set(this.read());
    return this.prints;
  }

  private read(): string[] {
    try {
      const list: unknown = this.file && JSON.parse(readFileSync(this.file, 'utf8'));
      return Array.isArray(list) ? list.filter((print) => /^[0-9a-f]{64}$/.test(print)).slice(-MOST) : [];
    } catch {
      return [];
    }
  }
}
