import { BROKEN_BACKENDS } from './broken-backends.js';
import { BROKEN_EMBEDDERS } from './broken-embedders.js';
import { BROKEN_GENERATIONS } from './broken-generations.js';
import { BROKEN_HARDWARE } from './broken-hardware.js';
import type { BrokenPlugin } from './broken-plugin.js';
import { BROKEN_RERANKERS } from './broken-rerankers.js';
import { BROKEN_SETUPS } from './broken-setups.js';
import { BROKEN_STAGES } from './broken-stages.js';

/** Every way to break the contract that the kit knows: each with the check that must find it. */
export const BROKEN_PLUGINS: BrokenPlugin[] = [
  ...BROKEN_SETUPS,
  ...BROKEN_HARDWARE,
  ...BROKEN_BACKENDS,
  ...BROKEN_GENERATIONS,
  ...BROKEN_EMBEDDERS,
  ...BROKEN_RERANKERS,
  ...BROKEN_STAGES,
];
