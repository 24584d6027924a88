import type { ModelKind } from '@predict-otron/kernel';

/** What sets one process that runs models apart from another. */
export interface EngineRole {
  /** Plugins that come with it, by name: one that is not built or not installed is listed as failed. */
  plugins: readonly string[];
  /** Absolute path of the package that depends on these plugins; they are found from there. */
  packageFolder: string;
  /** Kinds of models that it serves; default: all. */
  kinds?: readonly ModelKind[];
}

/** The hardware providers that come with every process that runs models. */
export const HARDWARE_PLUGINS: readonly string[] = [
  '@predict-otron/hardware-cpu',
  '@predict-otron/hardware-cuda',
  '@predict-otron/hardware-metal',
  '@predict-otron/hardware-vulkan',
];
