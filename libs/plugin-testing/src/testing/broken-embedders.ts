import type { BrokenPlugin } from './broken-plugin.js';
import { changeEmbedder } from './change-toy.js';

const FULL = 'an embedder takes a text of full length';
const SHAPE = 'an embedder gives a vector of its dimensions for each row, normalized if it says so';
const SAME = 'an embedder gives the same vectors alone and in any batch, in order, within its tolerance';
const REFUSED = 'an embedder refuses rows that are too long, and ids that are none, as INPUT_INVALID';

export const BROKEN_EMBEDDERS: BrokenPlugin[] = [
  [FULL, 'limits that are none', changeEmbedder(() => ({ limits: { batchTokens: 0, concurrency: 1 } }))],
  [
    FULL,
    'less room than it says',
    changeEmbedder(({ embed }) => ({
      embed: async (rows) => {
        if (rows.some((row) => row.length > 8)) throw new Error('too long');
        return embed(rows);
      },
    })),
  ],
  [
    SHAPE,
    'numbers left out',
    changeEmbedder(({ embed }) => ({ embed: async (rows) => (await embed(rows)).map((vector) => vector.slice(1)) })),
  ],
  [
    SHAPE,
    'vectors of another length',
    changeEmbedder(({ embed }) => ({
      embed: async (rows) => (await embed(rows)).map((vector) => vector.map((x) => 2 * x)),
    })),
  ],
  [
    SHAPE,
    'the same vector for all',
    changeEmbedder(({ embed }) => ({ embed: async (rows) => embed(rows.map(() => [1])) })),
  ],
  [
    SHAPE,
    'plain arrays',
    changeEmbedder(({ embed }) => ({ embed: async (rows) => (await embed(rows)).map((v) => [...v]) as never })),
  ],
  [SAME, 'the order turned', changeEmbedder(({ embed }) => ({ embed: async (rows) => (await embed(rows)).reverse() }))],
  [
    SAME,
    'vectors that depend on their neighbors',
    changeEmbedder(({ embed }) => ({ embed: async (rows) => embed(rows.map((row) => [...row, rows.length])) })),
  ],
  [
    'an embedder runs as many forwards at once as it says',
    'forwards that share their rows',
    changeEmbedder(({ embed }) => {
      let latest: number[][] = [];
      let running = 0;
      return {
        embed: async (rows) => {
          latest = running++ > 0 ? [...rows].reverse() : rows;
          await new Promise(setImmediate);
          running--;
          return embed(latest);
        },
      };
    }),
  ],
  [
    'an embedder frames bare tokens as tokenize does',
    'no frame',
    changeEmbedder(() => ({ frame: async (tokens) => tokens })),
  ],
  [
    REFUSED,
    'rows cut off',
    changeEmbedder(({ embed }) => ({ embed: async (rows) => embed(rows.map((row) => row.slice(0, 64))) })),
  ],
  [
    REFUSED,
    'unknown ids taken as others',
    changeEmbedder(({ embed }) => ({
      embed: async (rows) => embed(rows.map((row) => row.map((id) => Math.max(0, id)))),
    })),
  ],
  [
    'an embedder refuses to embed after dispose as DISPOSED',
    'a dispose that does nothing',
    changeEmbedder(() => ({ dispose: async () => {} })),
  ],
];
