import type { TokenBatch } from './token-batch.js';

/** The inputs of a transformer that can be filled from token rows, each with its value at a token and in the padding. */
const INPUTS: Record<string, (batch: TokenBatch, paddingId: number) => Filling> = {
  input_ids: ({ ids }, padding) => ({ at: (token) => ids[token] as number, padding }),
  attention_mask: () => ({ at: () => 1, padding: 0 }),
  token_type_ids: ({ types }) => ({ at: (token) => types?.[token] ?? 0, padding: 0 }),
  position_ids: () => ({ at: (_token, column) => column, padding: 0 }),
};

interface Filling {
  /** Value of a token, given by its place in the whole batch and in its row. */
  at(token: number, column: number): number;
  padding: number;
}

/** Length of the longest row: to this one the others are padded. */
export function columnsOf({ lengths }: TokenBatch): number {
  return lengths.reduce((longest, length) => Math.max(longest, length), 0);
}

/** One input of a batch: an int64 matrix of as many rows as texts and as many columns as the longest has tokens. */
export function inputMatrix(name: string, batch: TokenBatch, paddingId: number): BigInt64Array {
  const filling = INPUTS[name]?.(batch, paddingId);
  if (!filling) throw new Error(`nothing here can fill the input ${name}`);
  const columns = columnsOf(batch);
  const matrix = new BigInt64Array(batch.lengths.length * columns).fill(BigInt(filling.padding));
  // onnxruntime runs on little-endian machines alone, and a low half is written much faster than a BigInt is made
  const halves = new Int32Array(matrix.buffer);
  let token = 0;
  for (const [row, length] of batch.lengths.entries()) {
    for (let column = 0; column < length; column++, token++) {
      halves[2 * (row * columns + column)] = filling.at(token, column);
    }
  }
  return matrix;
}
