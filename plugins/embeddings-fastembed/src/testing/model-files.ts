import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TINY_SPECIAL_TOKENS_MAP, TINY_TOKENIZER, VOCABULARY_TOKENS } from './tiny-tokenizer.js';

/** Files of a folder by path; an object is written as JSON, `undefined` leaves a file out. */
export type Files = Record<string, Buffer | string | object | undefined>;

/** Everything that fastembed's layout has beside the ONNX file, for a tiny BERT. */
export const TINY_FILES: Files = {
  'tokenizer.json': TINY_TOKENIZER,
  'tokenizer_config.json': { model_max_length: 64, pad_token: '[PAD]' },
  'special_tokens_map.json': TINY_SPECIAL_TOKENS_MAP,
  'config.json': {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: 32,
    num_attention_heads: 4,
    max_position_embeddings: 64,
    vocab_size: VOCABULARY_TOKENS,
    pad_token_id: 0,
  },
};

/** Writes files into a folder that may not exist yet, and gives its path. */
export async function writeFiles(folder: string, files: Files): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) continue;
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(
      target,
      typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** A new temporary folder for the tests of a file, removed after them. */
export function temporaryFolder(): { path: string } {
  const folder = { path: '' };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'embeddings-fastembed-'));
  });
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}
