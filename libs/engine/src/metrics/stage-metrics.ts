import { Injectable } from '@nestjs/common';
import { StageLedger } from '@predict-otron/kernel';
import { Metrics } from '@predict-otron/service';
import { Counter, Histogram } from 'prom-client';

const SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Stages at work, as the ledger tells it. */
@Injectable()
export class StageMetrics {
  constructor(ledger: StageLedger, { registry }: Metrics) {
    const registers = [registry];
    const labelNames = ['stage', 'plugin'] as const;
    const seconds = new Histogram({
      name: 'otron_stage_duration_seconds',
      help: 'Time that a stage took of a request: of the server’s thread, and of waiting for its change of the request.',
      labelNames,
      buckets: SECONDS,
      registers,
    });
    const failures = new Counter({
      name: 'otron_stage_failures_total',
      help: 'Requests that a stage ended: it threw, gave no event in time, or held one back without permission.',
      labelNames,
      registers,
    });
    const blocked = new Counter({
      name: 'otron_stage_blocked_seconds_total',
      help: 'Time for which a stage, or other code of a plugin, kept the server’s thread, so that nobody was answered.',
      labelNames,
      registers,
    });
    ledger.visits.subscribe(({ stage, plugin, ms, code }) => {
      seconds.observe({ stage, plugin }, ms / 1000);
      if (code) failures.inc({ stage, plugin });
    });
    ledger.blocks.subscribe(({ stage = '', plugin, ms }) => blocked.inc({ stage, plugin }, ms / 1000));
  }
}
