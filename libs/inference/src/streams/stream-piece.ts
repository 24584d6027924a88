import type { GenerationEvent, GenerationReader } from '@predict-otron/plugin-sdk';

/** One event of a stream as it goes over the wire. */
export interface StreamPiece {
  /** 1 for the first, without a gap. */
  seq: number;
  text: string;
}

/** Who takes the pieces of a stream, in order. */
export interface StreamReader extends GenerationReader {
  write(piece: StreamPiece): void;
  /** False as long as a failure may still become the status of an answer, in place of a piece. */
  readonly begun?: boolean;
  /** There is no piece any more. `whole`: the answer did not fail and was not cancelled. */
  end(whole: boolean): void;
}

/** Turns the events of one generation into the texts of a stream. Made anew for each. */
export interface StreamAnswer {
  /** What comes before the first event. */
  begin(): object[];
  of(event: GenerationEvent): object[];
  /** What comes after the last event. Throws `INTERNAL` when the events ended too early. */
  finish(): (object | string)[];
  fail(error: unknown): object[];
  cancel(): object[];
  /** A body as text; `seq` is its number. */
  text(body: object | string, seq: number): string;
}
