import type { PluginPackage } from '@predict-otron/plugin-host/package';
import type { JsonObject, PluginError } from '@predict-otron/plugin-sdk';

/** A package that should hold a plugin; nothing of it has run yet. */
export interface Candidate {
  /** Path of its folder, or what the configuration says where no package was found. */
  source: string;
  /** The package, or why there is none. */
  package: PluginPackage | PluginError;
  config: JsonObject;
  required: boolean;
  /** Its models run in child processes of their own. */
  isolate: boolean;
}
