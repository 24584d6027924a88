import type { DeviceKind, JsonObject, Logger } from '@predict-otron/plugin-sdk';

/** The plugin that a child process runs, as the server itself has set it up. */
export interface ChildPlugin {
  /** Real path of its package. */
  folder: string;
  /** The module that it was bundled into. */
  bundled?: string;
  /** Complete, with its defaults. */
  config: JsonObject;
  cacheFolder: string;
  /** Kind of device that the child's models compute on. */
  deviceKind: DeviceKind;
}

/** What goes to a child beside the contract's own messages: first what to run, later that the server shuts down. */
export type ToChild = { type: 'start'; plugin: ChildPlugin } | { type: 'closing' };

/** What a child says beside the contract: a line for the server's log. */
export interface ChildLog {
  type: 'log';
  level: keyof Logger;
  message: string;
  fields?: JsonObject;
}

export function isChildLog(message: unknown): message is ChildLog {
  return (message as ChildLog | undefined)?.type === 'log';
}
