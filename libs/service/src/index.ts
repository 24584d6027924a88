/** What every server of predict-otron shares: start-up, limits, errors, health, logs, documentation, shutdown. */

export { isOfService, keyNameOf, priorityOf } from './access/caller.js';
export { type DayOfUse, KeyUsage } from './access/key-usage.js';
export { limitsTokens } from './access/quota.js';
export { SESSION_COOKIE } from './access/sessions.js';
export * from './health/health-checks.js';
export * from './http/escape-html.js';
export { isFromThisMachine } from './http/loopback.js';
export * from './http/open-requests.js';
export * from './http/service-headers.js';
export { noteWork, priorityOfWork, type Work } from './log/request-work.js';
export * from './metrics/metrics.js';
export * from './run-service.js';
export * from './serve.js';
export * from './service-options.js';
export * from './shared/shared-redis.js';
export * from './sockets/pace-relay.js';
export * from './start-service.js';
export { isEncrypted, protocolOf } from './tls/protocol-of.js';
export { traceHeadersOf } from './tracing/request-trace.js';
