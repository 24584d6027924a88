import tokenizers from '@anush008/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

export interface ReferenceRow {
  ids: number[];
  types: number[];
}

/** Encodes a text or a pair with the tokenizer as it is published, cut and padded by nothing. */
export async function referenceRow(tokenizerPath: string, text: string, pair?: string): Promise<ReferenceRow> {
  const tokenizer = tokenizers.Tokenizer.fromFile(tokenizerPath);
  tokenizer.disablePadding();
  tokenizer.disableTruncation();
  const encoding = await tokenizer.encode(text, pair);
  return { ids: encoding.getIds(), types: encoding.getTypeIds() };
}

/** The graph's first output for one row alone, as numbers: nothing of the plugin takes part. */
export async function referenceRun(session: InferenceSession, { ids, types }: ReferenceRow): Promise<number[]> {
  const int64 = (values: number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const all: Record<string, Tensor> = {
    input_ids: int64(ids),
    attention_mask: int64(ids.map(() => 1)),
    token_type_ids: int64(types),
  };
  const feeds = Object.fromEntries(session.inputNames.map((name) => [name, all[name] as Tensor]));
  const output = (await session.run(feeds))[session.outputNames[0] as string];
  return Array.from(output?.data as Float32Array);
}

/** Opens a graph in the test's own thread. */
export function referenceSession(path: string): Promise<InferenceSession> {
  return InferenceSession.create(path, { executionProviders: ['cpu'] });
}

/** One vector of a row's token vectors. */
export function referencePool(tokens: number[], dimensions: number, pooling: 'cls' | 'mean' | 'last'): number[] {
  const rows = Array.from({ length: tokens.length / dimensions }, (_, i) =>
    tokens.slice(i * dimensions, (i + 1) * dimensions),
  );
  if (pooling === 'cls') return rows[0] as number[];
  if (pooling === 'last') return rows.at(-1) as number[];
  return Array.from({ length: dimensions }, (_, d) => rows.reduce((sum, row) => sum + (row[d] ?? 0), 0) / rows.length);
}

export function unit(vector: number[]): number[] {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [left, right] = [unit(Array.from(a)), unit(Array.from(b))];
  return left.reduce((sum, value, i) => sum + value * (right[i] as number), 0);
}

/** The largest difference between two vectors' numbers. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}
