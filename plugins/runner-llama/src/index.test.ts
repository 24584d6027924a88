import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';

const path = new URL('../../../models/otron-tiny-llama-q8_0.gguf', import.meta.url).pathname;

describePlugin(plugin, { language: { file: { id: 'otron-tiny-llama', path }, family: 'llama', load: { threads: 1 } } });
