import type { IncomingMessage } from 'node:http';
import type { SpanFacts } from './span-facts.js';

/** The span of one request, for as long as it is answered. */
export interface RequestTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** W3C trace context for whoever is asked next. */
  readonly headers: Readonly<Record<string, string>>;
  end(facts: SpanFacts): void;
}

/** Makes spans and sends them off. There is none where nobody asked for traces. */
export interface Tracer {
  /** Begins a span, below that of the caller if it named one. */
  begin(request: Pick<IncomingMessage, 'headers'>): RequestTrace;
  /** Sends what is left; gives up after a while. */
  close(): Promise<void>;
}

/** Asked all the time, and nobody's work. */
const UNTRACED = /^\/(health|ready|metrics|assets\/[^?]*)(\?|$)/;

const traces = new WeakMap<IncomingMessage, RequestTrace>();

/** Begins the span of a request that arrives; what its log lines carry for it. */
export function beginTrace(tracer: Tracer | undefined, request: IncomingMessage): { traceId?: string } {
  if (!tracer || UNTRACED.test(request.url ?? '/')) return {};
  const trace = tracer.begin(request);
  traces.set(request, trace);
  return { traceId: trace.traceId };
}

/** The span of a request; `undefined` where it has none. */
export function traceOf(request: IncomingMessage): RequestTrace | undefined {
  return traces.get(request);
}

/** The headers by which the next server joins its span to this request's; none where there is no span. */
export function traceHeadersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  return traces.get(request)?.headers ?? {};
}
