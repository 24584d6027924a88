import type { JsonObject } from './json.js';

/** The log of one plugin. `fields` are structured data that the server writes beside the message. */
export interface Logger {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
  error(message: string, fields?: JsonObject): void;
}
