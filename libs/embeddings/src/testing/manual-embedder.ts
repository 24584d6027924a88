import type { LoadedEmbedder } from '@predict-otron/plugin-sdk';

/** One call of a backend that a test settles by hand. */
export interface PendingCall<Input, Output> {
  input: Input;
  resolve(output: Output): void;
  reject(error: unknown): void;
}

/** A backend whose calls stay open until the test settles them, so that a test sees what waits and what runs. */
export class ManualEmbedder implements Pick<LoadedEmbedder, 'embed' | 'tokenize' | 'limits'> {
  readonly forwards: PendingCall<number[][], Float32Array[]>[] = [];
  readonly tokenizations: PendingCall<string[], number[][]>[] = [];

  constructor(readonly limits = { batchTokens: 100, concurrency: 1 }) {}

  embed(input: number[][]): Promise<Float32Array[]> {
    return new Promise((resolve, reject) => this.forwards.push({ input, resolve, reject }));
  }

  tokenize(input: string[]): Promise<number[][]> {
    return new Promise((resolve, reject) => this.tokenizations.push({ input, resolve, reject }));
  }

  /** Settles the oldest open forward with vectors that hold each row's first token. */
  async finishForward(): Promise<void> {
    const forward = this.forwards.shift() as PendingCall<number[][], Float32Array[]>;
    forward.resolve(forward.input.map((row) => Float32Array.of(row[0] as number)));
    await settled();
  }

  async failForward(error: unknown): Promise<void> {
    this.forwards.shift()?.reject(error);
    await settled();
  }
}

/** Resolves when everything that was due has run: promises, and what was put off to the end of the event loop's turn. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
