import { createHash, randomUUID } from 'node:crypto';
import type { JsonValue } from '@predict-otron/plugin-sdk';

/** What the answer and all its chunks begin with. */
export interface AnswerHead {
  /** Such as `chatcmpl-…`. */
  id: string;
  /** Seconds since the epoch. */
  created: number;
  /** Id of the model that answers. */
  model: string;
  systemFingerprint: string;
}

/** The head of a new answer. `configuration`: what the fingerprint must change with. */
export function answerHead(prefix: 'chatcmpl' | 'cmpl', model: string, configuration: JsonValue): AnswerHead {
  return {
    id: `${prefix}-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    model,
    systemFingerprint: systemFingerprint(configuration),
  };
}

/** The same for the same configuration, so that a client can tell when answers to one seed may change. */
export function systemFingerprint(configuration: JsonValue): string {
  return `fp_${createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 10)}`;
}
