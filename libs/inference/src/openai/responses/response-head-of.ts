import { newResponseId, type ResponseHead } from '@predict-otron/dialects';
import type { ModelEntry } from '@predict-otron/kernel';

/** The head of a new response by a model. */
export function responseHeadOf({ id, info }: ModelEntry): ResponseHead {
  const defaults = 'defaults' in info ? info.defaults : {};
  return { id: newResponseId(), created: Math.floor(Date.now() / 1000), model: id, defaults };
}
