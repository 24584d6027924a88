import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { arePiecesOf, missingBytes, type Piece, splitIntoPieces } from './pieces.js';

/** How a large file is cut up. */
export interface Cut {
  connections: number;
  /** Bytes. */
  smallestPiece: number;
}

/** Bytes, and milliseconds, until it is noted down what is there; a kill costs no more than these. */
const NOTE_EVERY = 4 * 2 ** 20;
const NOTE_EVERY_MS = 1_000;

/** A file that is being downloaded: its bytes, and beside it a note of which of them are there. Survives a kill at any point. */
export class PartFile {
  private unnoted = 0;
  private notedAt = performance.now();
  private noting: Promise<void> = Promise.resolve();

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    /** Changed by those who write. */
    public pieces: Piece[],
    private readonly noteText: (pieces: readonly Piece[]) => string,
  ) {}

  /**
   * Goes on with what an earlier try left, if it is of the same content; otherwise begins anew.
   * @param version tells one content from another, such as its checksum
   */
  static async open(path: string, size: number, version: string, cut: Cut): Promise<PartFile> {
    const left = await piecesLeft(path, size, version);
    const handle = await open(path, left ? 'r+' : 'w+');
    const pieces = left ?? splitIntoPieces(size, cut.connections, cut.smallestPiece);
    return new PartFile(path, handle, pieces, (current) => JSON.stringify({ size, version, pieces: current }));
  }

  get missing(): number {
    return missingBytes(this.pieces);
  }

  /** Writes what comes next in a piece. */
  async write(piece: Piece, chunk: Uint8Array): Promise<void> {
    await this.handle.write(chunk, 0, chunk.length, piece.next);
    piece.next += chunk.length;
    this.unnoted += chunk.length;
    if (this.unnoted >= NOTE_EVERY || performance.now() - this.notedAt >= NOTE_EVERY_MS) await this.note();
  }

  /** Notes down what is there: after the bytes, never before them. */
  note(): Promise<void> {
    this.unnoted = 0;
    this.notedAt = performance.now();
    const text = this.noteText(this.pieces);
    const path = notePath(this.path);
    this.noting = this.noting
      .catch(() => {})
      .then(async () => {
        await writeFile(`${path}.new`, text);
        await rename(`${path}.new`, path);
      });
    return this.noting;
  }

  /** Nothing of it counts any more. */
  async restart(pieces: Piece[]): Promise<void> {
    this.pieces = pieces;
    await this.handle.truncate(0);
    await this.note();
  }

  /** On the disk, whatever happens to the machine. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  /** What is there stays for the next try. */
  async close(): Promise<void> {
    await this.note().catch(() => {});
    await this.handle.close();
  }

  /** To its place; from here on it counts. */
  async moveTo(target: string): Promise<void> {
    await this.handle.close();
    await rename(this.path, target);
    await rm(notePath(this.path), { force: true });
  }

  /** It is of no use. */
  async discard(): Promise<void> {
    await this.noting.catch(() => {});
    await this.handle.close();
    await rm(this.path, { force: true });
    await rm(notePath(this.path), { force: true });
  }
}

function notePath(path: string): string {
  return `${path}.json`;
}

async function piecesLeft(path: string, size: number, version: string): Promise<Piece[] | undefined> {
  try {
    const note = JSON.parse(await readFile(notePath(path), 'utf8'));
    if (note.size !== size || note.version !== version || !arePiecesOf(note.pieces, size)) return undefined;
    const { size: there } = await stat(path);
    const pieces: Piece[] = note.pieces;
    return pieces.every(({ start, next }) => next === start || next <= there) ? pieces : undefined;
  } catch {
    return undefined;
  }
}
