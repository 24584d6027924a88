import type { LogProbability } from '@predict-otron/plugin-sdk';
import type { AnswerParser, Segment } from '../format/segment.js';
import { StopStrings } from '../text/stop-strings.js';
import type { TokenText } from '../text/vocabulary.js';

/** A piece of an answer that may be shown. */
export interface Piece {
  segment: Segment;
  /** Tokens that this piece stands for. */
  tokens: number;
  logprobs: LogProbability[];
}

/** What can be shown now, and the stop string that was met, if one was. */
export interface Shown {
  pieces: Piece[];
  stop?: string;
}

/** A token whose text was not shown yet. */
interface Waiting {
  /** Where its text begins, in UTF-16 units of the raw answer. */
  start: number;
  logprob?: LogProbability;
}

/** Puts an answer together: whole characters only, sorted by its format, nothing of a stop string, each token once. */
export class AnswerText {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly stops: StopStrings;
  /** Bytes were decoded last, which may have begun a character. */
  private begun = false;
  private waiting: Waiting[] = [];
  private decoded = 0;
  /** A piece without words, for tokens that are left at the end: of the kind that came last. */
  private filler: Segment = { kind: 'text', text: '' };

  /** @param stop end the answer where they stand in its words; thoughts and tool calls may hold them */
  constructor(
    stop: readonly string[],
    private readonly parser: AnswerParser,
  ) {
    this.stops = new StopStrings(stop);
  }

  /** True while the model thinks. */
  get thinking(): boolean {
    return this.parser.thinking;
  }

  push(token: TokenText, logprob?: LogProbability): Shown {
    this.waiting.push(logprob ? { start: this.decoded, logprob } : { start: this.decoded });
    const text = this.decode(token);
    this.decoded += text.length;
    return this.show(text === '' ? [] : this.parser.push(text));
  }

  /** What is left when the model has ended. The bytes of a broken character show as U+FFFD. */
  end(): Shown {
    const text = this.decoder.decode();
    this.decoded += text.length;
    const last = this.show([...this.parser.push(text), ...this.parser.end()]);
    if (last.stop !== undefined) return last;
    const rest = this.stops.flush();
    const pieces = [...last.pieces];
    if (rest !== '') pieces.push({ segment: { kind: 'text', text: rest }, tokens: 0, logprobs: [] });
    return { pieces: this.account(pieces, Number.POSITIVE_INFINITY) };
  }

  private decode(token: TokenText): string {
    if (typeof token === 'string' && (!this.begun || token === '')) return token;
    this.begun = typeof token !== 'string';
    return this.decoder.decode(typeof token === 'string' ? Buffer.from(token) : token, { stream: true });
  }

  private show(segments: Segment[]): Shown {
    const pieces: Piece[] = [];
    const add = (segment: Segment) => pieces.push({ segment, tokens: 0, logprobs: [] });
    let stop: string | undefined;
    for (const segment of segments) {
      if (segment.kind === 'text') {
        const shown = this.stops.push(segment.text);
        if (shown.text !== '') add({ kind: 'text', text: shown.text });
        stop = shown.stop;
        if (stop !== undefined) break;
      } else add(segment);
    }
    const end = this.decoded - this.parser.held - this.stops.held - (stop?.length ?? 0);
    return { pieces: this.account(pieces, end), ...(stop !== undefined && { stop }) };
  }

  /** Gives the tokens that begin before `end` to the last of the pieces. */
  private account(pieces: Piece[], end: number): Piece[] {
    let last = pieces.at(-1);
    if (last?.segment.kind === 'tool-call')
      this.filler = { kind: 'tool-call', call: last.segment.call, argumentsDelta: '' };
    const begun = this.waiting.findIndex(({ start }) => start >= end);
    const count = begun < 0 ? this.waiting.length : begun;
    if (count === 0 || (!last && end !== Number.POSITIVE_INFINITY)) return pieces;
    if (!last) {
      last = { segment: this.filler, tokens: 0, logprobs: [] };
      pieces.push(last);
    }
    const taken = this.waiting.splice(0, count);
    last.tokens = taken.length;
    last.logprobs = taken.flatMap(({ logprob }) => (logprob ? [logprob] : []));
    return pieces;
  }
}
