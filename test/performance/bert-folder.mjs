import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';

const SOURCES = 'plugins/embeddings-fastembed/src/testing';
const EMBEDDED = 'models/otron-embed-tiny';
const WIDTH = 384;

/**
 * A folder as fastembed has it, with a BERT of 6 layers, 384 wide, whose weights are random: all that a real one computes.
 * @returns {Promise<{ folder: string, words: string[] }>} and the whole words of its vocabulary
 */
export async function bertFolder() {
  const root = await mkdtemp(join(tmpdir(), 'bench-bert-'));
  const tinyBert = await fromSource(root);
  const folder = join(root, 'bench-bert');
  await mkdir(folder);
  for (const file of ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']) {
    await copyFile(join(EMBEDDED, file), join(folder, file));
  }
  const { vocab } = JSON.parse(await readFile(join(EMBEDDED, 'tokenizer.json'), 'utf8')).model;
  const vocabulary = Object.keys(vocab).length;
  const config = JSON.parse(await readFile(join(EMBEDDED, 'config.json'), 'utf8'));
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ ...config, hidden_size: WIDTH, num_attention_heads: 12 }),
  );
  const model = tinyBert({ layers: 6, hidden: WIDTH, heads: 12, vocabulary, positions: 512 });
  await writeFile(join(folder, 'model.onnx'), model);
  const words = Object.keys(vocab).filter((word) => /^[a-z]{3,}$/.test(word));
  return { folder, words };
}

/** The writer of the plugin's own tests, which is TypeScript. */
async function fromSource(root) {
  for (const name of ['onnx-writer', 'tiny-bert']) {
    const { code } = await transformFile(join(SOURCES, `${name}.ts`), { swcrc: true });
    await writeFile(join(root, `${name}.js`), code);
  }
  await writeFile(join(root, 'package.json'), '{"type": "module"}');
  return (await import(pathToFileURL(join(root, 'tiny-bert.js')).href)).tinyBert;
}
