import { Injectable } from '@nestjs/common';
import { type GenerationChange, GenerationLedger, type GenerationRecord } from '@predict-otron/kernel';
import { Metrics } from '@predict-otron/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { tokenHistogram } from './token-histogram.js';
import { TokenTimes } from './token-times.js';

const WAIT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const TOKEN_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5];
const ANSWER_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];

/** Language models at work, by model, as the ledger tells it. */
@Injectable()
export class GenerationMetrics {
  private readonly requests;
  private readonly answers;
  private readonly promptTokens;
  private readonly cacheQueries;
  private readonly cacheHits;
  private readonly queueSeconds;
  private readonly firstTokenSeconds;
  private readonly seconds;

  constructor(ledger: GenerationLedger, times: TokenTimes, { registry }: Metrics) {
    const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Counter({ name, help, labelNames, registers: [registry] });
    const histogram = (name: string, help: string, buckets: number[]) =>
      new Histogram({ name, help, labelNames: ['model'], buckets, registers: [registry] });
    this.requests = counter('otron_generation_requests_total', 'Generations that have ended.', [
      'model',
      'outcome',
      'code',
    ]);
    this.answers = counter(
      'otron_generation_answers_total',
      'Answers that have ended; a request may ask for several.',
      ['model', 'finish_reason'],
    );
    this.promptTokens = counter('otron_prompt_tokens_total', 'Tokens of prompts that were read.', ['model']);
    generatedTokens(registry, times);
    this.cacheQueries = counter(
      'otron_prefix_cache_queries_tokens_total',
      'Tokens of prompts that were looked for in the KV cache.',
      ['model'],
    );
    this.cacheHits = counter('otron_prefix_cache_hits_tokens_total', 'Of those, tokens that were still in it.', [
      'model',
    ]);
    this.queueSeconds = histogram(
      'otron_queue_duration_seconds',
      'From the arrival of a generation to its slot, the load of its model included.',
      WAIT_SECONDS,
    );
    this.firstTokenSeconds = histogram(
      'otron_time_to_first_token_seconds',
      'From the arrival of a generation to its first token.',
      WAIT_SECONDS,
    );
    tokenHistogram(registry, times, {
      name: 'otron_inter_token_latency_seconds',
      help: 'Time for each generated token after the first.',
      buckets: TOKEN_SECONDS,
      perModel: true,
    });
    this.seconds = histogram(
      'otron_generation_duration_seconds',
      'From the arrival of a generation to its end.',
      ANSWER_SECONDS,
    );
    byState(registry, ledger);
    ledger.changes.subscribe((change) => this.hear(change));
  }

  private hear(change: GenerationChange): void {
    const { type, record } = change;
    const { model } = record;
    if (type === 'admitted') this.queueSeconds.observe({ model }, (record.queueMs ?? 0) / 1000);
    if (type === 'prompt') {
      this.promptTokens.inc({ model }, record.promptTokens);
      this.cacheQueries.inc({ model }, record.promptTokens);
      this.cacheHits.inc({ model }, record.cachedTokens);
    }
    if (type === 'first-token') this.firstTokenSeconds.observe({ model }, change.ms / 1000);
    if (type === 'ended') this.end(record);
  }

  private end({ model, outcome, code, finishReasons, ms = 0 }: GenerationRecord): void {
    this.requests.inc({ model, outcome, code: code ?? '' });
    this.seconds.observe({ model }, ms / 1000);
    for (const finish_reason of finishReasons) this.answers.inc({ model, finish_reason });
  }
}

function generatedTokens(registry: Registry, times: TokenTimes): void {
  new Counter({
    name: 'otron_generation_tokens_total',
    help: 'Tokens generated.',
    labelNames: ['model'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { model, tokens } of times.read([])) this.inc({ model }, tokens);
    },
  });
}

function byState(registry: Registry, ledger: GenerationLedger): void {
  const gauge = (name: string, help: string, waits: boolean) =>
    new Gauge({
      name,
      help,
      labelNames: ['model'],
      registers: [registry],
      collect() {
        this.reset();
        for (const record of ledger.list()) if (isWaiting(record) === waits) this.inc({ model: record.model });
      },
    });
  gauge('otron_generations_running', 'Generations that have a slot.', false);
  gauge('otron_generations_queued', 'Generations that wait for a slot or for their model.', true);
}

/** It has no slot yet. */
export function isWaiting({ state }: GenerationRecord): boolean {
  return state === 'waiting' || state === 'loading';
}
