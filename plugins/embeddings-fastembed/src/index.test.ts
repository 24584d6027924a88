import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';
import { TINY_FILES, writeFiles } from './testing/model-files.js';
import { tinyBert } from './testing/tiny-bert.js';
import { VOCABULARY_TOKENS } from './testing/tiny-tokenizer.js';

const crossEncoder = join(mkdtempSync(join(tmpdir(), 'embeddings-fastembed-')), 'cross-encoder');

beforeAll(() =>
  writeFiles(crossEncoder, {
    ...TINY_FILES,
    'config.json': { ...(TINY_FILES['config.json'] as object), architectures: ['BertForSequenceClassification'] },
    'model.onnx': tinyBert({ head: 'logits', vocabulary: VOCABULARY_TOKENS }),
  }),
);
afterAll(() => rm(join(crossEncoder, '..'), { recursive: true, force: true }));

describePlugin(plugin, {
  embedding: {
    file: { id: 'otron-embed-tiny', path: join(import.meta.dirname, '../../../models/otron-embed-tiny') },
  },
  rerank: { file: { id: 'tiny-cross-encoder', path: crossEncoder } },
});
