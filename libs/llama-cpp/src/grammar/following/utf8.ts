/** The bytes of a character that has begun: what they say so far, and how many are missing. */
export interface BegunChar {
  readonly bits: number;
  readonly missing: number;
}

/** The character that a byte completes, one that goes on, or undefined where no text goes on so. */
export function withByte(begun: BegunChar | undefined, byte: number): number | BegunChar | undefined {
  if (begun) {
    if (byte >> 6 !== 0b10) return undefined;
    const bits = (begun.bits << 6) | (byte & 0x3f);
    return begun.missing === 1 ? bits : { bits, missing: begun.missing - 1 };
  }
  if (byte < 0x80) return byte;
  if (byte >> 5 === 0b110) return { bits: byte & 0x1f, missing: 1 };
  if (byte >> 4 === 0b1110) return { bits: byte & 0x0f, missing: 2 };
  return byte >> 3 === 0b11110 ? { bits: byte & 0x07, missing: 3 } : undefined;
}

/** The first character that needs so many bytes behind its first one: what could be written shorter is none. */
const LEAST = [0, 0x80, 0x800, 0x10000];

/** The first and the last character that it may become, as llama.cpp sees it; undefined where it can become none. */
export function possibleChars({ bits, missing }: BegunChar): [from: number, to: number] | undefined {
  const from = bits << (6 * missing);
  const to = from + (1 << (6 * missing)) - 1;
  // of a longer begin the bits say enough
  const least = bits === 0 ? (LEAST[missing] as number) : from;
  return missing === 1 && bits < 2 ? undefined : [least, to];
}
