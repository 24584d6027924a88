import { readFile, writeFile } from 'node:fs/promises';

/** Weights begin at a multiple of this many bytes. */
const ALIGNMENT = 32;
const HEADER_BYTES = 24;
const KEY_COUNT_AT = 16;
const UINT32 = 4;
const STRING = 8;

/** Copies a GGUF file and names three of its tokens as those before, after and at a gap. The weights stay what they are. */
export async function writeInfillModel(
  source: string,
  target: string,
  tokens: { prefix: number; suffix: number; middle: number },
): Promise<void> {
  const file = await readFile(source);
  const ids = [
    value('tokenizer.ggml.fim_pre_token_id', UINT32, uint32(tokens.prefix)),
    value('tokenizer.ggml.fim_suf_token_id', UINT32, uint32(tokens.suffix)),
    value('tokenizer.ggml.fim_mid_token_id', UINT32, uint32(tokens.middle)),
  ];
  const filler = (length: number) => value('test.filler', STRING, string('x'.repeat(length)));
  const bytes = Buffer.concat([...ids, filler(0)]).length;
  const added = Buffer.concat([...ids, filler((ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT)]);
  const header = Buffer.from(file.subarray(0, HEADER_BYTES));
  header.writeBigUInt64LE(header.readBigUInt64LE(KEY_COUNT_AT) + BigInt(ids.length + 1), KEY_COUNT_AT);
  await writeFile(target, Buffer.concat([header, added, file.subarray(HEADER_BYTES)]));
}

function value(key: string, type: number, content: Buffer): Buffer {
  return Buffer.concat([string(key), uint32(type), content]);
}

function string(text: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text)]);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
