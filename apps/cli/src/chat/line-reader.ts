import { EventEmitter } from 'node:events';
import { createInterface, type Interface, type Key } from 'node:readline';
import { MutableOutput } from './mutable-output.js';

/** How long after Esc another key still belongs to it, in milliseconds; a terminal sends arrow keys so. */
const ESCAPE_TIMEOUT = 50;
const HISTORY_SIZE = 500;

/**
 * Reads lines from a terminal with editing and history, or from a pipe. What is typed during an answer is kept for later.
 * Emits `interrupt` for Ctrl+C, with whether the line was empty, and `escape` for Esc.
 */
export class LineReader extends EventEmitter<{ interrupt: [boolean]; escape: []; history: [string[]] }> {
  private readonly output?: MutableOutput;
  private readonly lines: Interface;
  private readonly waiting: string[] = [];
  private ended = false;
  private wake?: () => void;

  constructor(
    private readonly input = process.stdin,
    output = process.stdout,
    history: string[] = [],
  ) {
    super();
    const terminal = Boolean(input.isTTY && output.isTTY);
    if (terminal) this.output = new MutableOutput(output);
    this.lines = createInterface({
      input,
      ...(this.output && { output: this.output, history, historySize: HISTORY_SIZE, removeHistoryDuplicates: true }),
      terminal,
      escapeCodeTimeout: ESCAPE_TIMEOUT,
    });
    this.lines.on('line', (line) => {
      this.waiting.push(line);
      this.wake?.();
    });
    this.lines.on('close', () => {
      this.ended = true;
      this.wake?.();
    });
    this.lines.on('history', (kept) => this.emit('history', kept));
    this.lines.on('SIGINT', () => this.interrupt());
    if (terminal) input.on('keypress', this.onKey);
  }

  /** The next line, after a prompt on a terminal; undefined when there is no more. */
  async next(prompt: string): Promise<string | undefined> {
    if (this.waiting.length === 0 && !this.ended && this.output) {
      this.output.muted = false;
      this.lines.setPrompt(prompt);
      this.lines.prompt(true);
    }
    while (this.waiting.length === 0 && !this.ended)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    return this.waiting.shift();
  }

  /** Begins a new line with the prompt, after something to tell. */
  promptAgain(prompt: string, told: string): void {
    if (!this.output || this.output.muted) return;
    this.output.write(told === '' ? '\n' : `\n${told}\n`);
    this.lines.setPrompt(prompt);
    this.lines.prompt();
  }

  /** Until the next prompt the screen belongs to someone else. */
  mute(): void {
    if (this.output) this.output.muted = true;
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.input.off('keypress', this.onKey);
    this.lines.close();
    this.output?.destroy();
  }

  private interrupt(): void {
    const empty = this.lines.line === '';
    if (!empty && !this.output?.muted) {
      // Ctrl+E, Ctrl+U: the line is thrown away
      this.lines.write(null, { ctrl: true, name: 'e' });
      this.lines.write(null, { ctrl: true, name: 'u' });
    }
    this.emit('interrupt', empty);
  }

  private readonly onKey = (_text: string | undefined, key: Key) => {
    if (key?.name === 'escape') this.emit('escape');
  };
}
