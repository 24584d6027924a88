import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { readConfiguration } from '@predict-otron/service/configuration';
import { WebConfiguration } from './web-configuration.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const configuration = readConfiguration(process.argv.slice(2), {
  name: 'web',
  description: 'Serves the chat page of a predict-otron server.',
  version,
  configuration: WebConfiguration,
});
// only now, so that --help and a wrong flag are answered at once
const { serve } = await import('./serve.js');
await serve(configuration, version);
