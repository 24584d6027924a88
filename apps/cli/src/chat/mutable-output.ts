import { Writable } from 'node:stream';

/** A terminal whose line editor can be silenced while an answer is written to the same screen. */
export class MutableOutput extends Writable {
  muted = false;
  readonly isTTY = true;
  private readonly resized = () => this.emit('resize');

  constructor(private readonly terminal: NodeJS.WriteStream) {
    super();
    terminal.on('resize', this.resized);
  }

  get columns(): number {
    return this.terminal.columns;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    if (!this.muted) this.terminal.write(chunk);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.terminal.off('resize', this.resized);
    done(error);
  }
}
