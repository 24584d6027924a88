import type { Plugin } from '@predict-otron/plugin-sdk';

/** A plugin with one fault: the check that must find it, what is wrong, and the plugin. */
export type BrokenPlugin = [check: string, fault: string, plugin: Plugin];
