import { serveEngine } from '@predict-otron/engine';
import type { EngineConfiguration } from '@predict-otron/engine/configuration';
import { serverModule } from './server.module.js';

/** Runs the server as the whole of the process. */
export function serveServer(configuration: EngineConfiguration, version: string): Promise<void> {
  return serveEngine(() => serverModule(configuration), configuration, {
    title: 'predict-otron',
    description: 'Local language and embedding models behind an OpenAI-compatible API.',
    version,
  });
}
