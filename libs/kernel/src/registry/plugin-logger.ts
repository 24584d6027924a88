import { Logger as NestLogger } from '@nestjs/common';
import type { JsonObject, Logger } from '@predict-otron/plugin-sdk';

/** The log of one plugin: Nest's, under the plugin's name. */
export function pluginLogger(pluginName: string): Logger {
  const logger = new NestLogger(pluginName);
  return {
    debug: (message, fields) => logger.debug(entry(message, fields)),
    info: (message, fields) => logger.log(entry(message, fields)),
    warn: (message, fields) => logger.warn(entry(message, fields)),
    error: (message, fields) => logger.error(entry(message, fields)),
  };
}

/** Structured loggers take an object with the text under `msg`. */
function entry(message: string, fields: JsonObject | undefined): string | JsonObject {
  return fields ? { ...fields, msg: message } : message;
}
