import { styled } from './style.js';

const WIDTH = 30;
/** Nothing is drawn before this time, in milliseconds: what is quick needs no bar. */
const SILENCE = 500;

/** A line on standard error that says how far something is; only on a terminal. */
export class Progress {
  private readonly begun = performance.now();
  private drawn = false;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** `share`: 0 to 1, or undefined while it cannot be told. */
  show(share: number | undefined, text: string): void {
    if (!this.stream.isTTY || performance.now() - this.begun < SILENCE) return;
    const full = Math.round(Math.min(1, share ?? 0) * WIDTH);
    const bar = styled('cyan', '█'.repeat(full), this.stream) + styled('dim', '░'.repeat(WIDTH - full), this.stream);
    const rest = Math.max(0, (this.stream.columns ?? 80) - WIDTH - 8);
    const percent = share === undefined ? '   ' : `${String(Math.floor(share * 100)).padStart(3)}%`;
    this.stream.write(`\r\u001b[K${bar} ${percent} ${text.slice(0, rest)}`);
    this.drawn = true;
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.drawn) this.stream.write('\r\u001b[K');
    this.drawn = false;
  }
}

/** Says what goes on for as long as some work takes, where it takes long. */
export async function whileWaiting<T>(text: string, work: Promise<T>): Promise<T> {
  const progress = new Progress();
  const beat = setInterval(() => progress.show(undefined, text), SILENCE);
  try {
    return await work;
  } finally {
    clearInterval(beat);
    progress.clear();
  }
}
