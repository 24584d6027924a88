import type { Contributions } from '@predict-otron/plugin-sdk';

/** A plugin that was found: what it is, how it fares and what it brought. */
export interface PluginRecord {
  /** The plugin's name; the package's where the plugin could not be read. */
  name: string;
  /** Of its package. */
  version: string;
  /** Path of its package, or what the configuration says where there is none. */
  source: string;
  state: 'ready' | 'failed' | 'disposed';
  /** Why it failed: a sentence or two for a person. */
  reason?: string;
  /** What `setup` returned; empty for a failed plugin. */
  contributions: Contributions;
}
