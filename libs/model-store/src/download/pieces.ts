/** A run of bytes of a file; `end` is the byte after the last one. */
export interface Piece {
  start: number;
  end: number;
  /** The first byte that is not there yet. */
  next: number;
}

/** As many pieces as connections, none smaller than `smallest` bytes. */
export function splitIntoPieces(size: number, connections: number, smallest: number): Piece[] {
  const count = Math.max(1, Math.min(connections, Math.floor(size / smallest)));
  const length = Math.ceil(size / count);
  return Array.from({ length: count }, (_, place) => {
    const start = place * length;
    return { start, end: Math.min(size, start + length), next: start };
  });
}

/** Bytes that are not there yet. */
export function missingBytes(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { next, end }) => sum + end - next, 0);
}

/** Whether pieces read from a disk cover the file, one after the other. */
export function arePiecesOf(value: unknown, size: number): value is Piece[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  let at = 0;
  for (const { start, end, next } of value as Piece[]) {
    if (start !== at || !(end >= start) || !(next >= start && next <= end)) return false;
    at = end;
  }
  return at === size;
}
