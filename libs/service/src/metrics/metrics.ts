import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { processMetrics } from './process-metrics.js';

/** What `GET /metrics` tells. Modules make their metrics in `registry`; their values are kept in memory. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  /** In Prometheus' text format 0.0.4. */
  async text(): Promise<string> {
    const [own, process] = await Promise.all([this.registry.metrics(), processMetrics()]);
    return `${own}\n${process}`;
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}
