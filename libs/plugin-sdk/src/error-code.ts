/** The closed set of reasons for which anything fails. Each maps to one HTTP status (docs/errors.md). */
export const ERROR_CODES = [
  'INPUT_INVALID',
  'UNSUPPORTED',
  'MODEL_INVALID',
  'CONTEXT_OVERFLOW',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'GATED',
  'MODEL_NOT_FOUND',
  'CONFLICT',
  'TOO_LARGE',
  'RATE_LIMITED',
  'OVERLOADED',
  'CANCELLED',
  'STAGE_FAILED',
  'INTERNAL',
  'UPSTREAM',
  'TIMEOUT',
  'OUT_OF_MEMORY',
  'DEVICE_UNAVAILABLE',
  'ENGINE_CRASHED',
  'DISK_FULL',
  'DISPOSED',
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];
