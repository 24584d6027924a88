import type { ErrorCode } from '@predict-otron/plugin-sdk';

/** The HTTP status for each reason to fail, the same in every dialect. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  INPUT_INVALID: 400,
  UNSUPPORTED: 400,
  MODEL_INVALID: 400,
  CONTEXT_OVERFLOW: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  GATED: 403,
  MODEL_NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  OVERLOADED: 429,
  CANCELLED: 499,
  STAGE_FAILED: 500,
  INTERNAL: 500,
  UPSTREAM: 502,
  OUT_OF_MEMORY: 503,
  DEVICE_UNAVAILABLE: 503,
  ENGINE_CRASHED: 503,
  DISK_FULL: 503,
  DISPOSED: 503,
  TIMEOUT: 504,
};
