import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';
import { ModelFolder } from './testing/model-folder.js';
import { bertFile, tinyBert } from './testing/tiny-bert.js';

const folder = new ModelFolder();
afterAll(() => folder.remove());

describePlugin(plugin, {
  embedding: { file: folder.write('tiny-embedder', bertFile(tinyBert(1), { 'bert.pooling_type': 1 })) },
  rerank: { file: folder.write('tiny-reranker', bertFile(tinyBert(2, 'rank'), { 'bert.pooling_type': 4 })) },
});
