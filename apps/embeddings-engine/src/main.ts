import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { EngineConfiguration, readEngineConfiguration } from '@predict-otron/engine/configuration';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const configuration = readEngineConfiguration(process.argv.slice(2), {
  name: 'embeddings-engine',
  description: 'Serves local embedding and reranking models, behind a server or alone.',
  version,
  configuration: EngineConfiguration,
  without: ['model', 'context'],
});
// only now, so that --help and a wrong flag are answered at once
const { serveEmbeddingsEngine } = await import('./serve-embeddings-engine.js');
await serveEmbeddingsEngine(configuration, version);
