import { PluginError } from '@predict-otron/plugin-sdk';
import { readableBytes } from './device-bytes.js';
import type { Tenant } from './tenant.js';
import type { Turns } from './turns.js';

/** A device that is too small for a model, whatever leaves it. */
export interface TooBig {
  deviceId: string;
  neededBytes: number;
  /** What models may take there, less what pinned models do. */
  limitBytes: number;
}

export function neverFits(id: string, { deviceId, neededBytes, limitBytes }: TooBig): PluginError {
  const message =
    `The model ${id} needs ${readableBytes(neededBytes)} of ${deviceId}, and models can have ` +
    `${readableBytes(limitBytes)} there. Lower its contextTokens or parallel, choose a smaller quantization, or raise --memory.`;
  return new PluginError('OUT_OF_MEMORY', message, { deviceId, neededBytes, limitBytes });
}

export function waitedInVain(id: string, others: readonly Tenant[], { turnMs, waitMs }: Turns): PluginError {
  const busy = others.filter(({ userCount }) => userCount > 0).map((it) => it.id);
  const message =
    `The model ${id} has waited ${Math.round(waitMs / 1000)} s for memory that other models need` +
    `${busy.length > 0 ? ` (${busy.join(', ')})` : ''}. Try again later.`;
  return new PluginError('OUT_OF_MEMORY', message, { retryAfterSeconds: Math.max(1, Math.ceil(turnMs / 1000)) });
}
