import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';

const path = `${import.meta.dirname}/../example.my-plugin`;
describePlugin(plugin, { language: { file: { id: 'example', path } } });
