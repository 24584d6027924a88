import 'reflect-metadata';
import { runProgram } from '@predict-otron/engine/configuration';
import { ServerConfiguration } from './configuration/server-configuration.js';

void runProgram(
  import.meta.url,
  {
    name: 'server',
    description: 'Serves local language and embedding models over an OpenAI-compatible API.',
    configuration: ServerConfiguration,
  },
  async () => (await import('./serve-server.js')).serveServer,
);
