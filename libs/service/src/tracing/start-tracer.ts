import type { Logger } from 'pino';
import type { Tracer } from './request-trace.js';

/** The tracer of a server; without an endpoint there is none, and nothing of it is read. */
export async function startTracer(
  endpoint: string | undefined,
  { title, version }: { title: string; version: string },
  logger: Logger,
): Promise<Tracer | undefined> {
  if (endpoint === undefined || process.env.OTEL_SDK_DISABLED === 'true') return undefined;
  const { createTracer } = await import('./otlp-tracer.js');
  return createTracer({ endpoint, service: title.replaceAll(' ', '-'), version }, logger);
}
