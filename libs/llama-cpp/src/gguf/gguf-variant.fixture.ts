import { readFileSync, writeFileSync } from 'node:fs';

/** What a copy of a model has otherwise: its chat template, and the texts of some tokens, which become control tokens. */
export interface GgufVariant {
  template: string;
  tokens: ReadonlyMap<number, string>;
}

/** Bytes of the values that have one size, by GGUF's number for the type. */
const SIZES: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const [STRING, ARRAY] = [8, 9];
const CONTROL = 3;
const ALIGNMENT = 32;

/** Writes a copy of a GGUF with another template and other tokens. Source: the GGUF specification of ggml, version 3. */
export function writeVariant(from: string, to: string, variant: GgufVariant): void {
  const file = readFileSync(from);
  let at = 8;
  const small = () => {
    at += 4;
    return file.readUInt32LE(at - 4);
  };
  const number = () => {
    at += 8;
    return Number(file.readBigUInt64LE(at - 8));
  };
  const skipText = () => {
    const length = number();
    at += length;
  };
  const skipValue = (type: number): void => {
    if (type === STRING) skipText();
    else if (type !== ARRAY) at += SIZES[type] as number;
    else {
      const inner = small();
      const count = number();
      if (inner === STRING) for (let i = 0; i < count; i++) skipText();
      else at += count * (SIZES[inner] as number);
    }
  };
  const [tensors, pairs] = [number(), number()];
  const parts: Uint8Array[] = [file.subarray(0, at)];
  for (let i = 0; i < pairs; i++) {
    const start = at;
    const length = number();
    const key = file.toString('utf8', at, at + length);
    at += length;
    const type = small();
    const head = file.subarray(start, at);
    const valueAt = at;
    skipValue(type);
    parts.push(head, changed(key, file.subarray(valueAt, at), variant));
  }
  const infoAt = at;
  for (let i = 0; i < tensors; i++) {
    skipText();
    const dimensions = small();
    at += 8 * dimensions + 4 + 8;
  }
  parts.push(file.subarray(infoAt, at));
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  parts.push(Buffer.alloc(aligned(size) - size), file.subarray(aligned(at)));
  writeFileSync(to, Buffer.concat(parts));
}

function changed(key: string, value: Buffer, { template, tokens }: GgufVariant): Buffer {
  if (key === 'tokenizer.chat_template') return text(template);
  if (key === 'tokenizer.ggml.token_type') {
    const types = Buffer.from(value);
    for (const id of tokens.keys()) types.writeInt32LE(CONTROL, 12 + 4 * id);
    return types;
  }
  if (key !== 'tokenizer.ggml.tokens') return value;
  const parts: Uint8Array[] = [value.subarray(0, 12)];
  let at = 12;
  for (let id = 0; at < value.length; id++) {
    const end = at + 8 + Number(value.readBigUInt64LE(at));
    const other = tokens.get(id);
    parts.push(other === undefined ? value.subarray(at, end) : text(other));
    at = end;
  }
  return Buffer.concat(parts);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([length, bytes]);
}

function aligned(position: number): number {
  return Math.ceil(position / ALIGNMENT) * ALIGNMENT;
}
