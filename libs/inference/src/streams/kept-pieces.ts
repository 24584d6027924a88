import type { StreamPiece } from './stream-piece.js';

/** The newest pieces of a stream, as many as have room; the newest one is kept anyway. */
export class KeptPieces {
  private readonly pieces: StreamPiece[] = [];
  private bytes = 0;
  private newest = 0;

  constructor(private readonly limitBytes: number) {}

  /** Number of the newest piece, 0 before there is one. */
  get last(): number {
    return this.newest;
  }

  /** Number of the oldest piece that is kept. */
  get first(): number {
    return this.newest - this.pieces.length + 1;
  }

  add(piece: StreamPiece): void {
    this.pieces.push(piece);
    this.newest = piece.seq;
    this.bytes += sizeOf(piece);
    while (this.bytes > this.limitBytes && this.pieces.length > 1) this.bytes -= sizeOf(this.pieces.shift());
  }

  /** One of the pieces from `first` to `last`. */
  at(seq: number): StreamPiece {
    return this.pieces[seq - this.first] as StreamPiece;
  }
}

/** Two bytes a character at most, and what an object costs. */
function sizeOf(piece: StreamPiece | undefined): number {
  return piece ? piece.text.length * 2 + 64 : 0;
}
