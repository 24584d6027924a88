import type { EmbedInput, EmbedInputType } from '@predict-otron/dialects';
import { type EmbedderInfo, PluginError } from '@predict-otron/plugin-sdk';
import type { Framing } from './framing.js';

/** Texts as the model reads them. */
export interface PreparedRows {
  rows: number[][];
  promptTokens: number;
  /** Tokens cut off, over all texts. */
  truncatedTokens: number;
}

/** The field of a request that texts come from, for errors that name it. */
export interface TextField {
  /** Such as `input[3]`. */
  path(index: number): string;
  /** What to do about a text that is too long, as a sentence. */
  tooLong: string;
}

/** The texts with the model's prefix for their kind. Throws `UNSUPPORTED` for token ids, which can be given no prefix. */
export function withPrefix(input: EmbedInput, type: EmbedInputType | undefined, info: EmbedderInfo): EmbedInput {
  const prefix = type ? info.prefixes[type] : '';
  if (prefix === '') return input;
  if ('texts' in input) return { texts: input.texts.map((text) => prefix + text) };
  const advice = `Send texts, or put the tokens of ${JSON.stringify(prefix)} first yourself and leave input_type out.`;
  throw new PluginError('UNSUPPORTED', `${info.id} wants a prefix, which token ids can be given none of. ${advice}`, {
    param: 'input_type',
    problem: 'unsupported_parameter',
  });
}

/** Throws `INPUT_INVALID` for a token id that the model does not have. */
export function checkTokenIds(texts: number[][], { id, vocabularyTokens }: EmbedderInfo, { path }: TextField): void {
  texts.forEach((tokens, index) => {
    const place = tokens.findIndex((token) => token >= vocabularyTokens);
    if (place < 0) return;
    const param = `${path(index)}[${place}]`;
    const message = `${param} is ${tokens[place]}, and the token ids of ${id} end at ${vocabularyTokens - 1}.`;
    throw new PluginError('INPUT_INVALID', message, { param, problem: 'invalid_value' });
  });
}

/** Cuts what is too long, or throws `CONTEXT_OVERFLOW` for it; a text without tokens is `INPUT_INVALID`. */
export function fitRows(
  rows: number[][],
  { info, framing, truncate, field }: { info: EmbedderInfo; framing: Framing; truncate: boolean; field: TextField },
): PreparedRows {
  const { id, maxTokens } = info;
  const given = countTokens(rows);
  const { path, tooLong } = field;
  const fitting = rows.map((row, index) => {
    if (row.length === 0) {
      const message = `${path(index)} has nothing that is a token of ${id}: leave it out or send a text.`;
      throw new PluginError('INPUT_INVALID', message, { param: path(index), problem: 'invalid_value' });
    }
    if (row.length <= maxTokens) return row;
    if (truncate) return framing.cut(row, maxTokens);
    throw new PluginError(
      'CONTEXT_OVERFLOW',
      `${path(index)} has ${row.length} tokens, and ${id} takes ${maxTokens} at most. ${tooLong}`,
      { param: path(index), tokens: row.length, maxTokens },
    );
  });
  const promptTokens = countTokens(fitting);
  return { rows: fitting, promptTokens, truncatedTokens: given - promptTokens };
}

function countTokens(rows: number[][]): number {
  return rows.reduce((sum, row) => sum + row.length, 0);
}
