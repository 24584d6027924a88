import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GgufFileInfo } from 'node-llama-cpp';
import { hasInfillTokens } from './infill-tokens.js';

const string = (text: string) => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text)]);
};

describe('hasInfillTokens', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'otron-infill-tokens-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A file of which only the vocabulary's bytes count, with facts that were read from it. */
  const has = async (texts: string[], facts: Record<string, number> = {}) => {
    const path = join(folder, 'model.gguf');
    const bytes = Buffer.concat(texts.map(string));
    await writeFile(path, Buffer.concat([bytes, string('<fim_middle>')]));
    const info = { metadata: { tokenizer: { ggml: facts } }, sourceData: [{ type: 'path', length: bytes.length }] };
    return hasInfillTokens(path, info as unknown as GgufFileInfo);
  };

  it.each<[string, string[], Record<string, number>, boolean]>([
    ['ids', [], { fim_pre_token_id: 1, fim_suf_token_id: 2, fim_mid_token_id: 3 }, true],
    ['ids by their older names', [], { prefix_token_id: 1, suffix_token_id: 2, middle_token_id: 3 }, true],
    ['an id that is missing', [], { fim_pre_token_id: 1, fim_suf_token_id: 2 }, false],
    ['the tokens of Qwen', ['a', '<|fim_prefix|>', '<|fim_middle|>', 'b', '<|fim_suffix|>'], {}, true],
    ['the tokens of Code Llama', ['▁<PRE>', '▁<SUF>', '▁<MID>'], {}, true],
    ['tokens of two families', ['<fim_prefix>', '<fim_suffix>', '<|fim_middle|>'], {}, false],
    ['a longer token', ['<fim_prefix>x', '<fim_suffix>', '<fim_middle>'], {}, false],
    ['a token behind the header', ['<fim_prefix>', '<fim_suffix>'], {}, false],
    ['nothing', [], {}, false],
  ])('knows %s', async (_, texts, facts, expected) => {
    expect(await has(texts, facts)).toBe(expected);
  });
});
