import type { FileHandle } from 'node:fs/promises';

const WINDOW = 262_144;

/** A place in a GGUF header that is read from front to back, a window at a time, and never past the file's end. */
export class GgufCursor {
  private window = Buffer.alloc(0);
  private start = 0;
  private at = 0;

  constructor(
    private readonly file: FileHandle,
    readonly size: number,
  ) {}

  get position(): number {
    return this.start + this.at;
  }

  /** Whether so many bytes can be taken without reading. */
  has(bytes: number): boolean {
    return this.at + bytes <= this.window.length;
  }

  /** Makes room for `bytes` to be taken. Throws a `RangeError` where the file has fewer. */
  async need(bytes: number): Promise<void> {
    if (this.has(bytes)) return;
    const { position } = this;
    if (!(position + bytes <= this.size)) throw new RangeError('it ends in the middle of its header');
    const length = Math.min(Math.max(WINDOW, bytes), this.size - position);
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(length), 0, length, position);
    if (bytesRead < bytes) throw new RangeError('it ends in the middle of its header');
    this.window = buffer.subarray(0, bytesRead);
    this.start = position;
    this.at = 0;
  }

  /** Goes on without looking. Throws a `RangeError` where the file has fewer bytes. */
  skip(bytes: number): void {
    if (!(this.position + bytes <= this.size)) throw new RangeError('it ends in the middle of its header');
    this.at += bytes;
    if (this.at <= this.window.length) return;
    this.start += this.at;
    this.at = 0;
    this.window = Buffer.alloc(0);
  }

  /** For bytes that are there, see `need`. */
  uint32(): number {
    this.at += 4;
    return this.window.readUInt32LE(this.at - 4);
  }

  /** A count or a length, as far as a number holds it. */
  uint64(): number {
    this.at += 8;
    return Number(this.window.readBigUInt64LE(this.at - 8));
  }

  text(bytes: number): string {
    this.at += bytes;
    return this.window.toString('utf8', this.at - bytes, this.at);
  }
}
