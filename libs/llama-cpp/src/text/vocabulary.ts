import type { LlamaModel, Token } from 'node-llama-cpp';
import { type ByteNotation, tokenBytes, type VocabularyToken, wholeText } from './token-bytes.js';

/** A control token: it means something to the model that no text may mean. */
export interface ControlToken {
  id: number;
  text: string;
}

/** What a token adds to a text; bytes where it begins or ends within a character. */
export type TokenText = string | Uint8Array;

/** The tokens of a model. What each adds to a text is worked out when it is first met. */
export class Vocabulary {
  private readonly texts: (TokenText | undefined)[];

  constructor(
    readonly size: number,
    private readonly notation: ByteNotation,
    private readonly token: (id: number) => VocabularyToken,
    readonly control: readonly ControlToken[],
  ) {
    this.texts = new Array(size);
  }

  /** True for an id of this vocabulary. */
  has(token: number): boolean {
    return Number.isInteger(token) && token >= 0 && token < this.size;
  }

  /** What a token adds to the text; nothing for control tokens. */
  textOf(token: number): TokenText {
    let text = this.texts[token];
    if (text === undefined) {
      const bytes = tokenBytes(this.token(token), this.notation);
      text = wholeText(bytes) ?? bytes;
      this.texts[token] = text;
    }
    return text;
  }

  /** The same as bytes. */
  bytes(token: number): Uint8Array {
    const text = this.textOf(token);
    return typeof text === 'string' ? Buffer.from(text) : text;
  }

  /** A token as people should see it: control tokens too, which `bytes` leaves out. */
  shown(token: number): Uint8Array {
    const bytes = this.bytes(token);
    return bytes.length > 0 ? bytes : Buffer.from(this.token(token).text);
  }

  /** What a grammar takes a token for: control tokens are their text. Worked out each time. */
  written(token: number): Uint8Array {
    const { text, hidden, literal } = this.token(token);
    return tokenBytes({ text, hidden: false, literal: hidden || literal }, this.notation);
  }

  /** The text of tokens; control tokens are left out, a broken character shows as U+FFFD. */
  text(tokens: readonly number[]): string {
    return Buffer.concat(tokens.map((token) => this.bytes(token))).toString('utf8');
  }
}

/** What llama.cpp holds for a token type that stands for ordinary text. */
const NORMAL = 1;

/** Reads a loaded model's vocabulary. Which tokens are control tokens llama.cpp decides: files are often wrong about it. */
export function modelVocabulary(model: LlamaModel): Vocabulary {
  const { tokens, token_type: types = [] } = model.fileInfo.metadata.tokenizer.ggml;
  const attributes = (id: number) => model.getTokenAttributes(id as Token);
  const suspicious = (text: string, id: number) => types[id] !== NORMAL || /^[<[].*[>\]]$/s.test(text);
  const control: ControlToken[] = [];
  const literal = new Set<number>();
  for (const [id, text] of tokens.entries()) {
    if (!suspicious(text, id)) continue;
    const { control: isControl, unknown, userDefined } = attributes(id);
    if ((isControl || unknown) && text !== '') control.push({ id, text });
    if (userDefined) literal.add(id);
  }
  const hidden = new Set(control.map(({ id }) => id));
  const token = (id: number) => ({ text: tokens[id] ?? '', hidden: hidden.has(id), literal: literal.has(id) });
  return new Vocabulary(tokens.length, model.vocabularyType === 'bpe' ? 'gpt2' : 'sentencepiece', token, control);
}
