/** What a vocabulary says of one token. */
export interface VocabularyToken {
  /** As it stands in the file: `▁Paris`, `ĠParis`, `<0x0A>`, `<|eot_id|>`. */
  text: string;
  /** Control and unknown tokens are never shown. */
  hidden: boolean;
  /** Stands for itself: no byte or space notation in it. */
  literal: boolean;
}

/** How a vocabulary writes bytes: SentencePiece (`▁`, `<0x0A>`) or GPT-2's printable stand-ins (`Ġ`, `Ċ`). */
export type ByteNotation = 'sentencepiece' | 'gpt2';

/**
 * The bytes that a token adds to the text. Exact where decoding tokens one by one would lose the halves of a character.
 * Source: llama.cpp, `llama_vocab::impl::token_to_piece`.
 */
export function tokenBytes(token: VocabularyToken, notation: ByteNotation): Uint8Array {
  if (token.hidden) return new Uint8Array();
  if (token.literal) return encoder.encode(token.text);
  if (notation === 'gpt2') return fromGpt2(token.text);
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token.text)?.[1];
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  return encoder.encode(token.text.replaceAll('\u2581', ' '));
}

/** The text of bytes that are whole characters; undefined for others. */
export function wholeText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const gpt2Bytes = gpt2Alphabet();

/** GPT-2 writes the 68 bytes that do not print as the characters from U+0100 on. */
function gpt2Alphabet(): Map<string, number> {
  const alphabet = new Map<string, number>();
  const prints = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  for (let byte = 0; byte < 256; byte++) alphabet.set(String.fromCodePoint(prints(byte) ? byte : next++), byte);
  return alphabet;
}

function fromGpt2(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = gpt2Bytes.get(character);
    if (byte === undefined) bytes.push(...encoder.encode(character));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
