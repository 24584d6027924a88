import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePlugin } from './describe-plugin.js';
import { writeToyFile } from './testing/toy-file.js';
import { toyPlugin } from './testing/toy-plugin.js';

const folder = mkdtempSync(join(tmpdir(), 'toys-'));
afterAll(() => rmSync(folder, { recursive: true }));

describePlugin(toyPlugin, {
  hardware: true,
  language: { file: await writeToyFile(folder, 'language'), family: 'toy' },
  embedding: { file: await writeToyFile(folder, 'embedding') },
  rerank: { file: await writeToyFile(folder, 'rerank') },
  stages: true,
});
