import { Injectable } from '@nestjs/common';
import { VectorLedger } from '@predict-otron/kernel';
import { Metrics } from '@predict-otron/service';
import { Counter, Gauge, Histogram } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Embedding models and rerankers at work, as the ledger tells it. */
@Injectable()
export class VectorMetrics {
  constructor(ledger: VectorLedger, { registry }: Metrics) {
    const registers = [registry];
    const labelNames = ['model', 'kind'] as const;
    const counter = (name: string, help: string) => new Counter({ name, help, labelNames, registers });
    const texts = counter('otron_embedding_texts_total', 'Texts that were embedded, or ranked.');
    const tokens = counter('otron_embedding_tokens_total', 'Tokens of these texts.');
    const requests = new Counter({
      name: 'otron_embedding_requests_total',
      help: 'Requests for vectors or ranks that have ended.',
      labelNames: ['model', 'kind', 'outcome'] as const,
      registers,
    });
    const seconds = new Histogram({
      name: 'otron_embedding_duration_seconds',
      help: 'From the arrival of a request for vectors or ranks to its end.',
      labelNames,
      buckets: SECONDS,
      registers,
    });
    new Gauge({
      name: 'otron_embeddings_running',
      help: 'Requests for vectors or ranks that run or wait.',
      registers,
      collect() {
        this.set(ledger.running);
      },
    });
    ledger.changes.subscribe(({ type, record }) => {
      if (type !== 'ended') return;
      const { model, kind, outcome } = record;
      requests.inc({ model, kind, outcome });
      seconds.observe({ model, kind }, (record.ms ?? 0) / 1000);
      if (outcome !== 'finished') return;
      texts.inc({ model, kind }, record.texts);
      tokens.inc({ model, kind }, record.promptTokens);
    });
  }
}
