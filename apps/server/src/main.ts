import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { readEngineConfiguration } from '@predict-otron/engine/configuration';
import { ServerConfiguration } from './configuration/server-configuration.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const configuration = readEngineConfiguration(process.argv.slice(2), {
  name: 'server',
  description: 'Serves local language and embedding models over an OpenAI-compatible API.',
  version,
  configuration: ServerConfiguration,
});
// only now, so that --help and a wrong flag are answered at once
const { serveServer } = await import('./serve-server.js');
await serveServer(configuration, version);
