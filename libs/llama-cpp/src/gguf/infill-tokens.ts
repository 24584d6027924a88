import { open } from 'node:fs/promises';
import type { GgufFileInfo } from 'node-llama-cpp';

/** Keys of a header that name the tokens before, after and at the gap, in today's words and in older ones. */
const KEYS = [
  ['fim_pre_token_id', 'fim_suf_token_id', 'fim_mid_token_id'],
  ['prefix_token_id', 'suffix_token_id', 'middle_token_id'],
];

/** The tokens by which llama.cpp knows a gap where the header names none (`llama-vocab.cpp`), of one family a line. */
const TEXTS = [
  ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
  ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
  ['<fim-prefix>', '<fim-suffix>', '<fim-middle>'],
  ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
  ['▁<PRE>', '▁<SUF>', '▁<MID>'],
  ['<PRE>', '<SUF>', '<MID>'],
  ['<|code_prefix|>', '<|code_suffix|>', '<|code_middle|>'],
];

/** Whether a model has the tokens that mark a gap to fill, by its header alone. */
export async function hasInfillTokens(path: string, info: GgufFileInfo): Promise<boolean> {
  const facts = info.metadata.tokenizer?.ggml as Record<string, unknown> | undefined;
  if (KEYS.some((keys) => keys.every((key) => facts?.[key] !== undefined))) return true;
  const [source] = info.sourceData;
  const header = await readStart(path, source?.type === 'path' ? source.length : 0);
  return TEXTS.some((texts) => texts.every((text) => header.includes(ggufString(text))));
}

/** A vocabulary is too long to be parsed only to look for three tokens; its bytes are searched fast. */
async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A text as a GGUF file holds it: its length in bytes, then the bytes. */
function ggufString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([length, bytes]);
}
