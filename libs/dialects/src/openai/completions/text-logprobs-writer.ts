import type { LogProbability, TokenProbability } from '@predict-otron/plugin-sdk';
import { finiteLogprob } from '../log-probability.js';
import type { TextLogprobs } from './text-completion.js';

/** Writes the probabilities of one answer's tokens, keeping count of where in the text they begin. */
export class TextLogprobsWriter {
  private characters = 0;

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
    for (const byte of bytes) if (!isContinuation(byte)) this.characters += 1;
    return offset;
  }
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
