import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { Tracer } from './request-trace.js';

/** How long the last spans may take to be sent, in milliseconds. */
const CLOSE_LIMIT = 3_000;

/** Whose spans they are, unless `OTEL_SERVICE_NAME` says otherwise, and where they go. */
export interface TracerOptions {
  /** Base URL of a collector that speaks OTLP over HTTP, such as `http://127.0.0.1:4318`. */
  endpoint: string;
  service: string;
  version: string;
}

/** A tracer over OpenTelemetry's own SDK, which reads what the standard variables say of headers, time limits and sampling. */
export function createTracer({ endpoint, service, version }: TracerOptions, logger: Logger): Tracer {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own, OTEL_BSP_SCHEDULE_DELAY: delay } = process.env;
  const exporter = new OTLPTraceExporter(own ? {} : { url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': service, 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: sampler(),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reported(exporter, logger),
        ...(Number(delay) > 0 && { scheduledDelayMillis: Number(delay) }),
      }),
    ],
  });
  const tracer = provider.getTracer('predict-otron', version);
  const propagator = new W3CTraceContextPropagator();
  return {
    begin: ({ headers }) => {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
      const next: Record<string, string> = {};
      propagator.inject(trace.setSpan(parent, span), next, defaultTextMapSetter);
      return {
        traceId: span.spanContext().traceId,
        headers: next,
        end: ({ name, attributes, failed }) => {
          span.updateName(name).setAttributes(attributes);
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    close: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, CLOSE_LIMIT);
      });
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

/** What `OTEL_TRACES_SAMPLER` and its argument say; by themselves all that the caller does not leave out. */
function sampler(): Sampler {
  const { OTEL_TRACES_SAMPLER: name = 'parentbased_always_on', OTEL_TRACES_SAMPLER_ARG: ratio = '1' } = process.env;
  const root = name.endsWith('always_off')
    ? new AlwaysOffSampler()
    : name.endsWith('traceidratio')
      ? new TraceIdRatioBasedSampler(Number(ratio))
      : new AlwaysOnSampler();
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/** Says once that spans cannot be sent, and once that they can again: nobody else would. */
function reported(exporter: SpanExporter, logger: Logger): SpanExporter {
  let away = false;
  const tell = ({ code, error }: ExportResult) => {
    const fails = code === ExportResultCode.FAILED;
    if (fails && !away) logger.warn(`Traces cannot be sent: ${error?.message ?? 'no reason given'}`);
    if (!fails && away) logger.info('Traces are sent again.');
    away = fails;
  };
  return {
    export: (spans: ReadableSpan[], done) =>
      exporter.export(spans, (result) => {
        tell(result);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
