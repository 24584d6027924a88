import type { Observable } from 'rxjs';
import type { DeviceKind } from './hardware/device.js';
import type { JsonObject } from './json.js';
import type { Logger } from './logger.js';

/** What the kernel hands to `Plugin.setup`. */
export interface PluginContext {
  /** The plugin's own configuration, validated and with its defaults. */
  config: JsonObject;
  /** Writes to the server's log under the plugin's name. Never log prompts, answers or keys. */
  logger: Logger;
  /** Absolute path of a folder that is this plugin's alone; it exists, and it survives restarts. */
  cacheFolder: string;
  /** Kind of device that this process's models compute on; absent: the CPU. */
  deviceKind?: DeviceKind;
  /** Emits once and completes when the server begins to shut down, before `dispose` is called. */
  closing: Observable<void>;
}
