import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LlamaModel, Token } from './engine-types.js';

/** Characters tokenized before others get a turn: the tokenizer runs on the thread of the whole server. */
const TURN_CHARACTERS = 16_384;

/** Tokens of each text, in which nothing is a special token. */
export async function tokenizeTexts(model: LlamaModel, texts: string[]): Promise<Token[][]> {
  const rows: Token[][] = [];
  let characters = 0;
  for (const text of texts) {
    if (characters > TURN_CHARACTERS) {
      characters = 0;
      await nextTurn();
    }
    characters += text.length;
    rows.push(model.tokenize(text));
  }
  return rows;
}
