import { describePlugin } from '@predict-otron/plugin-testing';
import plugin from './index.js';

describePlugin(plugin, { stages: true });
