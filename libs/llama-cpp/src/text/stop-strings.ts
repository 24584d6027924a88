import { TextBuffer } from './text-buffer.js';

/** What may be shown now, and the stop string that was met, if one was. */
export interface StopResult {
  text: string;
  stop?: string;
}

/** Finds stop strings in a text that comes in pieces, and shows no part of one. */
export class StopStrings {
  private readonly buffer = new TextBuffer();

  constructor(private readonly stops: readonly string[]) {}

  push(piece: string): StopResult {
    if (this.stops.length === 0) return { text: piece };
    this.buffer.add(piece);
    const { text, marker } = this.buffer.takeUntil(this.stops);
    return marker === undefined ? { text } : { text, stop: marker };
  }

  /** Length of what is held back, in UTF-16 units. */
  get held(): number {
    return this.buffer.peek().length;
  }

  /** The rest, once nothing more comes. */
  flush(): string {
    return this.buffer.takeAll();
  }
}
