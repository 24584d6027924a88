/** What may be shown now, and the stop string that was met, if one was. */
export interface StopResult {
  text: string;
  stop?: string;
}

/**
 * Finds stop strings in a text that comes in pieces. A tail that could become a stop string is held back until it
 * cannot any more, so that no part of one is ever shown.
 */
export class StopStrings {
  private held = '';

  constructor(private readonly stops: readonly string[]) {}

  push(piece: string): StopResult {
    if (this.stops.length === 0) return { text: piece };
    const text = this.held + piece;
    const met = this.first(text);
    if (met) {
      this.held = '';
      return { text: text.slice(0, met.at), stop: met.stop };
    }
    const keep = this.heldLength(text);
    this.held = text.slice(text.length - keep);
    return { text: text.slice(0, text.length - keep) };
  }

  /** The rest, once nothing more comes. */
  flush(): string {
    const rest = this.held;
    this.held = '';
    return rest;
  }

  /** The stop string that begins first; of those that begin together, the longest. */
  private first(text: string): { at: number; stop: string } | undefined {
    let met: { at: number; stop: string } | undefined;
    for (const stop of this.stops) {
      const at = text.indexOf(stop);
      if (at < 0) continue;
      if (!met || at < met.at || (at === met.at && stop.length > met.stop.length)) met = { at, stop };
    }
    return met;
  }

  /** Length of the longest tail that begins a stop string. */
  private heldLength(text: string): number {
    const longest = Math.max(...this.stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const tail = text.slice(text.length - length);
      if (this.stops.some((stop) => stop.startsWith(tail))) return length;
    }
    return 0;
  }
}
