// Long because it is the list of names that routers of fleets read.
import { Injectable } from '@nestjs/common';
import {
  type GenerationChange,
  GenerationLedger,
  type GenerationRecord,
  Models,
  VectorLedger,
} from '@predict-otron/kernel';
import { Metrics } from '@predict-otron/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { isWaiting } from './generation-metrics.js';
import { tokenHistogram } from './token-histogram.js';
import { TokenTimes } from './token-times.js';

/** Routers hash prompts in blocks of so many tokens. Our cache knows no blocks: any common prefix is reused. */
const BLOCK_TOKENS = 16;

/** vLLM's own buckets, in seconds. */
const FIRST_TOKEN = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
const PER_TOKEN = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
const REQUEST = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960];

/** Their words for why an answer ended. */
const FINISHED_REASONS = { stop: 'stop', length: 'length', 'tool-calls': 'stop' } as const;

/**
 * What routers and autoscalers of fleets read, under the names of vLLM. Routers take the first series of a name: each
 * name has one, the sum over all models, from the start on.
 */
@Injectable()
export class VllmMetrics {
  constructor(
    private readonly ledger: GenerationLedger,
    private readonly vectors: VectorLedger,
    private readonly models: Models,
    times: TokenTimes,
    { registry }: Metrics,
  ) {
    this.gauges(registry);
    this.cacheInfo(registry);
    count(ledger, registry);
    countTokens(times, registry);
  }

  private gauges(registry: Registry): void {
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(value());
        },
      });
    gauge('vllm:num_requests_waiting', 'Requests that wait.', () => this.ledger.list().filter(isWaiting).length);
    gauge(
      'vllm:num_requests_running',
      'Requests that are being answered.',
      () => this.ledger.list().filter((record) => !isWaiting(record)).length + this.vectors.running,
    );
    const help = 'Share of the KV cache that running requests hold, 0 to 1.';
    gauge('vllm:kv_cache_usage_perc', help, () => this.cacheUse());
    gauge('vllm:gpu_cache_usage_perc', `${help} The older name.`, () => this.cacheUse());
  }

  private cacheInfo(registry: Registry): void {
    const blocks = () => Math.floor(this.cacheTokens() / BLOCK_TOKENS);
    new Gauge({
      name: 'vllm:cache_config_info',
      help: 'Size of the KV cache, in its labels.',
      labelNames: ['block_size', 'num_gpu_blocks'],
      registers: [registry],
      collect() {
        this.reset();
        this.set({ block_size: String(BLOCK_TOKENS), num_gpu_blocks: String(blocks()) }, 1);
      },
    });
  }

  /** What finished prompts left in the cache makes room for new ones, and does not count. */
  private cacheUse(): number {
    const held = this.ledger.list().filter((record) => !isWaiting(record));
    const tokens = held.reduce((sum, { promptTokens, generatedTokens }) => sum + promptTokens + generatedTokens, 0);
    const all = this.cacheTokens();
    return all === 0 ? 0 : Math.min(tokens / all, 1);
  }

  /** Of the language models in memory; of the default one before there is any. */
  private cacheTokens(): number {
    const language = this.models.list().filter(({ kind }) => kind === 'language');
    const loaded = language.filter(({ state }) => state === 'loaded');
    const counted = loaded.length > 0 ? loaded : language.filter(({ isDefault }) => isDefault);
    return counted.reduce((sum, { contextTokens, parallel }) => sum + contextTokens * parallel, 0);
  }
}

function count(ledger: GenerationLedger, registry: Registry): void {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const firstToken = histogram('vllm:time_to_first_token_seconds', 'Time to the first token.', FIRST_TOKEN);
  const endToEnd = histogram('vllm:e2e_request_latency_seconds', 'From arrival to end.', REQUEST);
  const queue = histogram('vllm:request_queue_time_seconds', 'From arrival to slot.', REQUEST);
  const prompt = counter('vllm:prompt_tokens_total', 'Tokens of prompts.');
  const queries = ['vllm:prefix_cache_queries_total', 'vllm:gpu_prefix_cache_queries_total'].map((name) =>
    counter(name, 'Tokens of prompts that were looked for in the KV cache.'),
  );
  const hits = ['vllm:prefix_cache_hits_total', 'vllm:gpu_prefix_cache_hits_total'].map((name) =>
    counter(name, 'Of those, tokens that were still in it.'),
  );
  const drafts = counter('vllm:spec_decode_num_draft_tokens_total', 'Tokens guessed by speculative decoding.');
  const accepted = counter('vllm:spec_decode_num_accepted_tokens_total', 'Of those, tokens that came true.');
  const success = new Counter({
    name: 'vllm:request_success_total',
    help: 'Answers that have ended, by why.',
    labelNames: ['finished_reason'],
    registers,
  });
  for (const finished_reason of ['stop', 'length', 'abort']) success.inc({ finished_reason }, 0);

  const end = ({ ms = 0, outcome, finishReasons, draftTokens, acceptedDraftTokens }: GenerationRecord) => {
    endToEnd.observe(ms / 1000);
    drafts.inc(draftTokens);
    accepted.inc(acceptedDraftTokens);
    for (const reason of finishReasons) success.inc({ finished_reason: FINISHED_REASONS[reason] });
    if (outcome === 'cancelled') success.inc({ finished_reason: 'abort' });
  };
  ledger.changes.subscribe((change: GenerationChange) => {
    const { type, record } = change;
    if (type === 'admitted') queue.observe((record.queueMs ?? 0) / 1000);
    if (type === 'prompt') {
      prompt.inc(record.promptTokens);
      for (const one of queries) one.inc(record.promptTokens);
      for (const one of hits) one.inc(record.cachedTokens);
    }
    if (type === 'first-token') firstToken.observe(change.ms / 1000);
    if (type === 'ended') end(record);
  });
}

function countTokens(times: TokenTimes, registry: Registry): void {
  new Counter({
    name: 'vllm:generation_tokens_total',
    help: 'Tokens generated.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(times.read([]).reduce((sum, { tokens }) => sum + tokens, 0));
    },
  });
  const histogram = (name: string, help: string) =>
    tokenHistogram(registry, times, { name, help, buckets: PER_TOKEN, perModel: false });
  histogram('vllm:time_per_output_token_seconds', 'Time for each token after the first.');
  histogram('vllm:inter_token_latency_seconds', 'The same, the newer name.');
}
