import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';

describePlugin(plugin, { embedding: { file: { id: 'hashed-ngrams', path: 'hashed:ngrams' } } });
