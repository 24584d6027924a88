import assert from 'node:assert/strict';
import type { LoadedEmbedder } from '@predict-otron/plugin-sdk';
import type { EmbedderSubject } from '../subject/subject.js';
import type { Check } from './check.js';
import { EMBEDDER_LIMITS } from './info-shapes.js';
import { rejectsWith } from './rejects-with.js';
import { assertShape } from './shape.js';

const TEXTS = ['rain', 'The cat sat on the mat.', 'one two three four', 'Where is the nearest harbor?'];

/** What the arithmetic of 32-bit floats may add to the tolerance that the model declares. */
const ROUNDING = 1e-6;

export const EMBEDDER_CHECKS: Check<EmbedderSubject>[] = [
  {
    name: 'takes a text of full length',
    run: async (subject) => {
      const embedder = await subject.model();
      assertShape('limits', embedder.limits, EMBEDDER_LIMITS);
      const { maxTokens } = embedder.info;
      await embed(embedder, [await rowOf(embedder, maxTokens)]);
    },
  },
  {
    name: 'gives a vector of its dimensions for each row, normalized if it says so',
    run: async (subject) => {
      const embedder = await subject.model();
      const vectors = await embed(embedder, await batchOf(embedder));
      for (const vector of vectors) {
        const length = Math.hypot(...vector);
        if (embedder.info.normalized) assert.ok(Math.abs(length - 1) < 1e-3, `a vector must have length 1: ${length}`);
        assert.ok(length > 0, 'a vector must not be zero');
      }
      const apart = distance(vectors[0], vectors[1]);
      assert.ok(apart > embedder.info.batchTolerance, 'different texts must not have the same vector');
    },
  },
  {
    name: 'gives the same vectors alone and in any batch, in order, within its tolerance',
    run: async (subject) => {
      const embedder = await subject.model();
      const rows = await batchOf(embedder);
      const alone = [];
      for (const row of rows) alone.push(...(await embed(embedder, [row])));
      const batch = await embed(embedder, rows);
      const reversed = (await embed(embedder, [...rows].reverse())).reverse();
      const tolerance = embedder.info.batchTolerance + ROUNDING;
      for (const [i, vector] of alone.entries()) {
        const apart = Math.max(distance(vector, batch[i]), distance(vector, reversed[i]));
        assert.ok(
          apart <= tolerance,
          `row ${i} is ${apart} apart from itself alone; batchTolerance allows ${tolerance}`,
        );
      }
    },
  },
  {
    name: 'runs as many forwards at once as it says',
    run: async (subject) => {
      const embedder = await subject.model();
      const rows = await batchOf(embedder);
      const expected = await embed(embedder, rows);
      const runs = Array.from({ length: embedder.limits.concurrency + 1 }, () => embed(embedder, rows));
      for (const vectors of await Promise.all(runs))
        for (const [i, vector] of vectors.entries())
          assert.ok(distance(vector, expected[i]) <= embedder.info.batchTolerance + ROUNDING, 'forwards must not mix');
    },
  },
  {
    name: 'frames bare tokens as tokenize does',
    run: async (subject) => {
      const embedder = await subject.model();
      const [special = []] = await embedder.tokenize(['']);
      for (const row of await batchOf(embedder)) {
        const token = row[row.length >> 1] as number;
        const framed = await embedder.frame([token]);
        const before = framed.indexOf(token);
        assert.ok(before >= 0, 'the framed tokens must hold the bare ones');
        assert.equal(framed.length, special.length + 1, 'frame must add the special tokens, and each once');
        const bare = row.slice(before, row.length - (special.length - before));
        assert.deepEqual([...(await embedder.frame(bare))], [...row], 'frame must add what tokenize adds');
      }
    },
  },
  {
    name: 'refuses rows that are too long, and ids that are none, as INPUT_INVALID',
    run: async (subject) => {
      const embedder = await subject.model();
      const { maxTokens, vocabularyTokens } = embedder.info;
      const long = await rowOf(embedder, maxTokens + 1);
      await rejectsWith('INPUT_INVALID', `a row of ${maxTokens + 1} tokens`, embedder.embed([long]));
      for (const token of [-1, vocabularyTokens])
        await rejectsWith('INPUT_INVALID', `the token id ${token}`, embedder.embed([[token]]));
      await embed(embedder, await batchOf(embedder));
    },
  },
  {
    name: 'refuses to embed after dispose as DISPOSED',
    run: async (subject) => {
      const embedder = await subject.load();
      const rows = await batchOf(embedder);
      await embedder.dispose();
      await rejectsWith('DISPOSED', 'embed after dispose', embedder.embed(rows));
    },
  },
];

/** One forward; asserts the shape of what comes back. */
async function embed(embedder: LoadedEmbedder, rows: number[][]): Promise<Float32Array[]> {
  const vectors = await embedder.embed(rows);
  assert.equal(vectors.length, rows.length, 'there must be one vector for each row');
  for (const vector of vectors) {
    assert.ok(ArrayBuffer.isView(vector) && vector.constructor.name === 'Float32Array', 'a vector is a Float32Array');
    assert.equal(vector.length, embedder.info.dimensions, 'a vector must have info.dimensions numbers');
    assert.ok(vector.every(Number.isFinite), 'a vector must be of finite numbers');
  }
  return vectors;
}

/** As many of the texts as one forward takes, padding counted. */
async function batchOf(embedder: LoadedEmbedder): Promise<number[][]> {
  const rows = await embedder.tokenize(TEXTS);
  const longest = Math.max(...rows.map((row) => row.length));
  return rows.slice(0, Math.max(2, Math.floor(embedder.limits.batchTokens / longest)));
}

/** A row of this many tokens, special tokens included. */
async function rowOf(embedder: LoadedEmbedder, length: number): Promise<number[]> {
  const [row = []] = await embedder.tokenize(['rain']);
  const middle = row.length >> 1;
  const filler = new Array<number>(Math.max(0, length - row.length)).fill(row[middle] as number);
  return [...row.slice(0, middle), ...filler, ...row.slice(middle)];
}

/** The largest difference of one number. */
function distance(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}
