import { type EmbedderInfo, type LoadedEmbedder, PluginError } from '@predict-otron/plugin-sdk';

/** Special tokens after the 256 bytes. */
const START = 256;
const END = 257;

/** A token is a byte; a vector is the normalized mean of one fixed vector for each token. Put your model in here. */
export class ExampleEmbedder implements LoadedEmbedder {
  readonly limits = { batchTokens: 4096, concurrency: 1 };
  private disposed = false;

  constructor(readonly info: EmbedderInfo) {}

  memory = async () => [{ deviceId: 'cpu', weights: this.info.weightBytes, kvCache: 0, compute: 0 }];
  tokenize = async (texts: string[]) => texts.map((text) => [START, ...Buffer.from(text), END]);
  frame = async (tokens: number[]) => [START, ...tokens, END];

  embed = async (batch: number[][]) => {
    if (this.disposed) throw new PluginError('DISPOSED', 'The model was disposed of.');
    for (const row of batch) this.check(row);
    return batch.map((row) => vectorOf(row, this.info.dimensions));
  };

  dispose = async () => {
    this.disposed = true;
  };

  private check(row: number[]): void {
    const { maxTokens, vocabularyTokens } = this.info;
    if (row.length > maxTokens)
      throw new PluginError('INPUT_INVALID', `The text has ${row.length} tokens; at most ${maxTokens} are possible.`);
    const wrong = row.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabularyTokens));
    if (wrong !== undefined) throw new PluginError('INPUT_INVALID', `${wrong} is no token.`);
  }
}

function vectorOf(row: number[], dimensions: number): Float32Array {
  const sums = Array.from({ length: dimensions }, (_, i) =>
    row.reduce((sum, token) => sum + Math.sin((token + 1) * (i + 1)), 0),
  );
  const length = Math.hypot(...sums) || 1;
  return Float32Array.from(sums, (sum) => sum / length);
}
