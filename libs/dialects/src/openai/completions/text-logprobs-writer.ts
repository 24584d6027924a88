import type { LogProbability, TokenProbability } from '@predict-otron/plugin-sdk';
import { finiteLogprob } from '../log-probability.js';
import type { EchoedPrompt } from './echoed-prompt.js';
import type { TextLogprobs } from './text-completion.js';

/** Writes the probabilities of one answer's tokens, keeping count of where in the text they begin. */
export class TextLogprobsWriter {
  private characters = 0;

  /**
   * Writes those of the prompt that stands in front of the answer. Its first token has none. A model may read tokens that
   * are not in the text, such as one for its beginning or for a space: so what is known is laid against the text's end.
   */
  writePrompt({ text, firstToken }: EchoedPrompt, logprobs: LogProbability[]): TextLogprobs {
    const bytes = Buffer.from(text);
    const known = logprobs.reduce((sum, logprob) => sum + logprob.bytes.length, 0);
    const first = firstToken ?? bytes.subarray(0, Math.max(0, bytes.length - known)).toString();
    this.characters = charactersOf(Buffer.from(first));
    const written = this.write(logprobs);
    const total = charactersOf(bytes);
    const shift = total - this.characters;
    this.characters = total;
    return {
      tokens: [first, ...written.tokens],
      token_logprobs: [null, ...written.token_logprobs],
      top_logprobs: [null, ...written.top_logprobs],
      text_offset: [0, ...written.text_offset.map((offset) => Math.max(0, offset + shift))],
    };
  }

  write(logprobs: LogProbability[]): TextLogprobs {
    const written = emptyTextLogprobs();
    for (const logprob of logprobs) {
      written.tokens.push(label(logprob));
      written.token_logprobs.push(finiteLogprob(logprob.logprob));
      written.top_logprobs.push(toTop(logprob));
      written.text_offset.push(this.offset(logprob.bytes));
    }
    return written;
  }

  /** A token that goes on with a character begins where that character does. */
  private offset(bytes: number[]): number {
    const offset = isContinuation(bytes[0]) ? Math.max(this.characters - 1, 0) : this.characters;
    this.characters += charactersOf(bytes);
    return offset;
  }
}

/** Characters that begin in these bytes of UTF-8. */
function charactersOf(bytes: Iterable<number>): number {
  let characters = 0;
  for (const byte of bytes) if (!isContinuation(byte)) characters += 1;
  return characters;
}

/** Lists with nothing in them, to which others can be added. */
export function emptyTextLogprobs(): TextLogprobs {
  return { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
}

/** The likeliest tokens, and the generated one if it is not among them. */
function toTop(logprob: LogProbability): Record<string, number> {
  return Object.fromEntries([...logprob.top, logprob].map((token) => [label(token), finiteLogprob(token.logprob)]));
}

/** OpenAI's name for a token: its text, or its bytes where they are no whole characters, which would all look alike. */
function label({ text, bytes }: TokenProbability): string {
  if (!text.includes('\ufffd') || Buffer.from(text).equals(Buffer.from(bytes))) return text;
  return `bytes:${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}`;
}

/** Is this a byte of UTF-8 that is not the first of its character? */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
