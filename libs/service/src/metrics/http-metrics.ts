import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { OpenRequests } from '../http/open-requests.js';
import { workOf } from '../log/request-work.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Counts requests by their route, never by their path: what clients may choose must not make new series. */
export class HttpMetrics {
  private readonly requests: Counter<'method' | 'route' | 'status' | 'model'>;
  private readonly seconds: Histogram<'method' | 'route'>;

  constructor(registry: Registry, open: OpenRequests) {
    this.requests = new Counter({
      name: 'otron_http_requests_total',
      help: 'HTTP requests that have ended. 499: the client left. The model is empty where none was at work.',
      labelNames: ['method', 'route', 'status', 'model'],
      registers: [registry],
    });
    this.seconds = new Histogram({
      name: 'otron_http_request_duration_seconds',
      help: 'Time from the arrival of an HTTP request until its answer has left.',
      labelNames: ['method', 'route'],
      buckets: SECONDS,
      registers: [registry],
    });
    new Gauge({
      name: 'otron_http_requests_open',
      help: 'Requests whose answers have not left yet, chats over WebSockets included.',
      registers: [registry],
      collect() {
        this.set(open.count);
      },
    });
  }

  count(request: FastifyRequest, response: ServerResponse, status: number, ms: number): void {
    const { method } = request;
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    this.requests.inc({ method, route, status: String(status), model: workOf(response)?.model ?? '' });
    this.seconds.observe({ method, route }, ms / 1000);
  }
}
