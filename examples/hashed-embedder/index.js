import { PluginError } from '@predict-otron/plugin-sdk';
import { of } from 'rxjs';

const [DIMENSIONS, VOCABULARY, MAX_TOKENS] = [256, 2 ** 20, 8192];
const MEMORY = [{ deviceId: 'cpu', weights: 1, kvCache: 0, compute: 0 }];

/** @type {import('@predict-otron/plugin-sdk').Plugin} */
export default {
  apiVersion: 1,
  name: 'hashed-embedder',
  setup: () => {
    // listed like a model on disk, and loaded when it is first asked for
    const offers = [{ id: 'hashed-ngrams', path: 'hashed:ngrams', aliases: [] }];
    const describe = async ({ id, path }) => (path === 'hashed:ngrams' ? infoOf(id) : undefined);
    const load = ({ id }) => of({ type: 'loaded', model: embedder(infoOf(id)) });
    return { embedders: [{ id: 'hashed', offers, describe, estimate: async () => MEMORY, load }] };
  },
};

function infoOf(id) {
  const sizes = { dimensions: DIMENSIONS, matryoshkaDimensions: [], maxTokens: MAX_TOKENS, weightBytes: 1 };
  const form = { pooling: 'mean', normalized: true, prefixes: { query: '', passage: '' }, batchTolerance: 0 };
  return { id, ...sizes, ...form, vocabularyTokens: VOCABULARY, match: { score: 50, reason: 'hashed n-grams' } };
}

function embedder(info) {
  const alive = { yes: true };
  const dispose = async () => Object.assign(alive, { yes: false });
  const embed = async (batch) => {
    if (!alive.yes) throw new PluginError('DISPOSED', 'The model was disposed of.');
    return batch.map(vectorOf);
  };
  const tokenize = async (texts) => texts.map(ngrams);
  const limits = { batchTokens: 65_536, concurrency: 1 };
  return { info, limits, memory: async () => MEMORY, tokenize, frame: async (tokens) => tokens, embed, dispose };
}

/** Random projection: each n-gram adds 1 or -1 to each dimension, and always the same. */
function vectorOf(row) {
  if (row.length > MAX_TOKENS || row.some((token) => token < 0 || token >= VOCABULARY))
    throw new PluginError('INPUT_INVALID', `A text has up to ${MAX_TOKENS} tokens with ids below ${VOCABULARY}.`);
  const sums = Array.from({ length: DIMENSIONS }, () => 0);
  for (const token of row) for (let i = 0; i < DIMENSIONS; i++) sums[i] += hash(token * 4099 + i) & 1 ? 1 : -1;
  return Float32Array.from(sums, (sum) => sum / (Math.hypot(...sums) || 1));
}

/** A token is the hash of three letters in a row: words that are spelled alike share most of theirs. */
function ngrams(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => Array.from(word, (_, i) => hashOf(` ${word} `.slice(i, i + 3)) % VOCABULARY));
}

const hashOf = (letters) => Array.from(letters).reduce((sum, letter) => hash(sum * 31 + letter.codePointAt(0)), 7);

function hash(value) {
  const mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
