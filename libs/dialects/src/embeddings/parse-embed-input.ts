import { invalidField } from '../validation/index.js';
import type { EmbedInput } from './embed-request.js';

/** Texts in one request at most, as OpenAI has it. */
export const MAX_EMBED_TEXTS = 2048;

const SHAPES = 'a string, an array of strings, an array of token ids, or an array of arrays of token ids';

/**
 * Reads `input` of an embeddings request. Written by hand: it may hold a million token ids, which is too many for a
 * validator that visits each with a rule set. The first fault is thrown as `INPUT_INVALID` with its path in `param`.
 */
export function parseEmbedInput(input: unknown): EmbedInput {
  if (typeof input === 'string') return { texts: [nonEmptyText(input, 'input')] };
  if (input === undefined) throw invalidField('input', `is missing: send ${SHAPES}`, 'missing_required_parameter');
  if (!Array.isArray(input)) throw invalidField('input', `must be ${SHAPES}`);
  if (input.length === 0) throw invalidField('input', 'is an empty array: send at least one text');
  const [first] = input;
  if (typeof first === 'number') return { tokens: [tokenIds(input, 'input')] };
  if (input.length > MAX_EMBED_TEXTS) {
    throw invalidField('input', `has ${input.length} texts; the most for one request is ${MAX_EMBED_TEXTS}`);
  }
  if (typeof first === 'string') return { texts: input.map((text, index) => nonEmptyText(text, `input[${index}]`)) };
  return { tokens: input.map((row, index) => tokenIds(row, `input[${index}]`)) };
}

function nonEmptyText(text: unknown, path: string): string {
  if (typeof text !== 'string') throw invalidField(path, 'is not a string; texts and token ids cannot be mixed');
  if (text === '') throw invalidField(path, 'is an empty string: leave it out or send a text');
  return text;
}

function tokenIds(row: unknown, path: string): number[] {
  if (!Array.isArray(row)) {
    throw invalidField(path, `is not an array of token ids; input must be ${SHAPES}, of one kind throughout`);
  }
  if (row.length === 0) throw invalidField(path, 'is an empty array: send at least one token id');
  for (let i = 0; i < row.length; i++) {
    if (!Number.isInteger(row[i]) || row[i] < 0) {
      throw invalidField(`${path}[${i}]`, 'is not a token id: a whole number from 0');
    }
  }
  return row;
}
