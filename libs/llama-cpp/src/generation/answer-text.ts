import type { LogProbability } from '@predict-otron/plugin-sdk';
import { StopStrings } from '../text/stop-strings.js';

/** A piece of an answer that may be shown. */
export interface Piece {
  text: string;
  /** Tokens that begin in this piece. */
  tokens: number;
  logprobs: LogProbability[];
}

/** A token whose text was not shown yet. */
interface Waiting {
  /** Where its text begins, in UTF-16 units of the answer. */
  start: number;
  logprob?: LogProbability;
}

/** Puts an answer's text together: whole characters only, nothing of a stop string, each token counted once. */
export class AnswerText {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly stops: StopStrings;
  private waiting: Waiting[] = [];
  private decoded = 0;
  private shown = 0;

  constructor(stop: readonly string[]) {
    this.stops = new StopStrings(stop);
  }

  /** Takes a token's bytes; returns what can be shown now, and the stop string that was met, if one was. */
  push(bytes: Uint8Array, logprob?: LogProbability): { piece?: Piece; stop?: string } {
    this.waiting.push({ start: this.decoded, ...(logprob && { logprob }) });
    return this.show(this.decoder.decode(bytes, { stream: true }));
  }

  /** What is left when the model has ended. The bytes of a broken character show as U+FFFD. */
  end(): { piece?: Piece; stop?: string } {
    const last = this.show(this.decoder.decode());
    if (last.stop !== undefined) return last;
    const text = (last.piece?.text ?? '') + this.stops.flush();
    const taken = [...(last.piece ? [last.piece] : []), this.take(this.waiting.length)];
    const tokens = taken.reduce((sum, piece) => sum + piece.tokens, 0);
    if (text === '' && tokens === 0) return {};
    return { piece: { text, tokens, logprobs: taken.flatMap((piece) => piece.logprobs) } };
  }

  private show(decoded: string): { piece?: Piece; stop?: string } {
    if (decoded === '') return {};
    this.decoded += decoded.length;
    const { text, stop } = this.stops.push(decoded);
    this.shown += text.length;
    if (text === '') return stop === undefined ? {} : { stop };
    const begun = this.waiting.findIndex(({ start }) => start >= this.shown);
    const piece = { ...this.take(begun < 0 ? this.waiting.length : begun), text };
    return stop === undefined ? { piece } : { piece, stop };
  }

  private take(count: number): Piece {
    const taken = this.waiting.splice(0, count);
    const logprobs = taken.flatMap(({ logprob }) => (logprob ? [logprob] : []));
    return { text: '', tokens: taken.length, logprobs };
  }
}
