/** The part of a new measurement in a running mean. */
const WEIGHT = 0.2;
/** Tokens of a prompt that are always read in a step, so that reading never stands still. */
const SMALLEST_PIECE = 8;
/** Those that are read beside answers before anything was measured. */
const FIRST_PIECE = 64;

/** Measures what steps cost, so that a piece of a prompt that shares a step with decoding at most doubles its time. */
export class Pace {
  private decodeMs: number | undefined;
  private promptMsPerToken: number | undefined;

  /** Notes a step that took `ms` with so many answers that decode and so many prompt tokens. */
  note(ms: number, decoding: number, promptTokens: number): void {
    if (promptTokens === 0) {
      if (decoding > 0) this.decodeMs = mean(this.decodeMs, ms);
    } else {
      const reading = Math.max(ms - (decoding > 0 ? (this.decodeMs ?? 0) : 0), ms * 0.1);
      this.promptMsPerToken = mean(this.promptMsPerToken, reading / promptTokens);
    }
  }

  /** Prompt tokens that a step may read beside decoding. */
  pieceTokens(room: number): number {
    if (this.decodeMs === undefined || this.promptMsPerToken === undefined) return Math.min(room, FIRST_PIECE);
    const tokens = Math.floor(this.decodeMs / this.promptMsPerToken);
    return Math.min(room, Math.max(SMALLEST_PIECE, tokens));
  }

  /** Milliseconds that reading so many prompt tokens is expected to take. */
  promptMs(tokens: number): number {
    return tokens * (this.promptMsPerToken ?? 0.1);
  }
}

function mean(old: number | undefined, value: number): number {
  return old === undefined ? value : old + (value - old) * WEIGHT;
}
