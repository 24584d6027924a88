import { NumberField } from './number-field.js';

/** Seconds, from a millisecond to a day. */
const RANGE = { minimum: 0.001, maximum: 86_400 };

/** The fields of a request that say how long it may take. */
export interface TimeLimitFields {
  timeout?: number;
  queue_timeout?: number;
}

/** `timeout`. */
export function TimeoutField(): PropertyDecorator {
  return NumberField({
    ...RANGE,
    description:
      'Extension. Seconds until the answer must be complete, the wait for a place and the load of the model included: after them the request ends with a 504, or with an error in its stream. The server may allow less.',
    example: 60,
  });
}

/** `queue_timeout`. */
export function QueueTimeoutField(): PropertyDecorator {
  return NumberField({
    ...RANGE,
    description:
      'Extension. Seconds that the request may wait in line before the model begins with it: after them it is refused with a 429. The load of a model does not count. The server may allow less.',
    example: 10,
  });
}

/** The limits of a request that arrives now, as the kernel knows them. */
export function timeLimit({ timeout, queue_timeout }: TimeLimitFields): { deadline?: number; maxQueueMs?: number } {
  return {
    ...(timeout === undefined ? {} : { deadline: Date.now() + timeout * 1000 }),
    ...(queue_timeout === undefined ? {} : { maxQueueMs: queue_timeout * 1000 }),
  };
}
