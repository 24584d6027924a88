import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import type { GeneratedTokens, GenerationChange, GenerationOutcome, GenerationRecord } from './generation-record.js';

/** Keeps the record of one generation. */
export class RunningGeneration {
  readonly record: GenerationRecord;
  private readonly startedAt = performance.now();
  private latestTokensAt = this.startedAt;

  constructor(
    of: { requestId: string; model: string },
    private readonly tell: (change: GenerationChange) => void,
    private readonly tellTokens: (generated: GeneratedTokens) => void,
  ) {
    this.record = {
      ...of,
      state: 'waiting',
      startedAt: Date.now(),
      promptTokens: 0,
      cachedTokens: 0,
      generatedTokens: 0,
      draftTokens: 0,
      acceptedDraftTokens: 0,
      finishReasons: [],
    };
  }

  /** @param origin see `GenerationContext` */
  begin(origin: object): void {
    this.tell({ type: 'started', record: this.record, origin });
  }

  /** It has its slots and a loaded model. */
  admitted(): void {
    this.record.state = 'reading';
    this.record.queueMs = performance.now() - this.startedAt;
    this.tell({ type: 'admitted', record: this.record });
  }

  hear(event: GenerationEvent): void {
    const { record } = this;
    switch (event.type) {
      case 'queued':
        record.state = 'waiting';
        return;
      case 'loading':
        record.state = 'loading';
        return;
      case 'prompt':
        record.promptTokens = event.tokens;
        record.cachedTokens = event.cachedTokens;
        this.tell({ type: 'prompt', record });
        return;
      case 'delta':
        this.count(event.tokens);
        return;
      case 'end':
        record.finishReasons.push(event.finishReason);
        record.draftTokens += event.usage.draftTokens ?? 0;
        record.acceptedDraftTokens += event.usage.acceptedDraftTokens ?? 0;
        return;
      default:
    }
  }

  /** The first end counts. */
  end(outcome: GenerationOutcome, error?: unknown): void {
    const { record } = this;
    if (record.outcome) return;
    record.state = 'ended';
    record.outcome = outcome;
    record.ms = performance.now() - this.startedAt;
    if (error !== undefined) record.code = PluginError.from(error).code;
    this.tell({ type: 'ended', record });
  }

  private count(tokens: number): void {
    // held back until it is clear that they are not part of a stop string, some come with a piece that follows
    if (tokens === 0) return;
    const { record } = this;
    const now = performance.now();
    const first = record.firstTokenMs === undefined;
    const ms = now - this.latestTokensAt;
    if (first) record.firstTokenMs = now - this.startedAt;
    this.latestTokensAt = now;
    record.state = 'generating';
    record.generatedTokens += tokens;
    if (first) this.tell({ type: 'first-token', record, ms });
    this.tellTokens({ record, tokens, first, ms });
  }
}
