import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';

const path = new URL('../../../models/otron-tiny-gemma-q8_0.gguf', import.meta.url).pathname;

describePlugin(plugin, { language: { file: { id: 'otron-tiny-gemma', path }, family: 'gemma', load: { threads: 1 } } });
