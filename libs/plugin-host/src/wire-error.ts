import { PluginError } from '@predict-otron/plugin-sdk';
import type { WireError } from './protocol.js';

/** What crosses the channel of anything thrown. The stack goes along for the log. */
export function encodeError(error: unknown): WireError {
  const { code, message, details, stack } = PluginError.from(error);
  return { code, message, details, stack };
}

export function decodeError({ code, message, details, stack }: WireError): PluginError {
  const error = new PluginError(code, message, details);
  if (stack) error.stack = stack;
  return error;
}
