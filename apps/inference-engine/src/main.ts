import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { EngineConfiguration, readEngineConfiguration } from '@predict-otron/engine/configuration';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const configuration = readEngineConfiguration(process.argv.slice(2), {
  name: 'inference-engine',
  description: 'Serves local language models, behind a server or alone.',
  version,
  configuration: EngineConfiguration,
  without: ['embeddingModel'],
});
// only now, so that --help and a wrong flag are answered at once
const { serveInferenceEngine } = await import('./serve-inference-engine.js');
await serveInferenceEngine(configuration, version);
