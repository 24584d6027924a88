/** The time that one stage has spent on one request, and who it is. */
export interface StageAccount {
  stage: string;
  plugin: string;
  /** Milliseconds in which it kept the server's thread busy, and for which its `request` was awaited. */
  ms: number;
}

/** Told of a stage that did not give the thread back for so many milliseconds. */
export type OnBlock = (account: StageAccount, ms: number) => void;

/** A stage that keeps the thread for longer than this blocks the server, in milliseconds. */
const BLOCK_MS = 200;

/**
 * Who has the thread: stages call each other within one turn of the event loop, each inside of the one before. Time counts
 * for the innermost alone.
 */
export class StageClock {
  private readonly stack: (StageAccount | undefined)[] = [];
  private since = 0;
  /** Names the stage that has the thread for those who cannot ask this thread, see `StageWatchdog`. */
  mark: (account: StageAccount | undefined) => void = () => undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs code of a stage, or with `undefined` code that it calls and that is not its own. */
  run<T>(account: StageAccount | undefined, code: () => T, onBlock: OnBlock): T {
    this.charge(onBlock);
    this.stack.push(account);
    this.mark(account);
    try {
      return code();
    } finally {
      this.charge(onBlock);
      this.stack.pop();
      this.mark(this.stack.at(-1));
    }
  }

  private charge(onBlock: OnBlock): void {
    const now = this.now();
    const account = this.stack.at(-1);
    const ms = now - this.since;
    this.since = now;
    if (!account) return;
    account.ms += ms;
    if (ms >= BLOCK_MS) onBlock(account, ms);
  }
}
