import { Injectable } from '@nestjs/common';
import { GenerationLedger, type GenerationRecord, VectorLedger, type VectorRecord } from '@predict-otron/kernel';
import { KeyUsage, noteWork, type Work } from '@predict-otron/service';
import { SpentTokens } from '../requests/spent-tokens.js';

/** Joins requests and what models do for them: for the log line of each request, and for what its key uses. */
@Injectable()
export class WorkNotes {
  private readonly askers = new WeakMap<GenerationRecord | VectorRecord, { key?: string; server?: string }>();

  constructor(
    generations: GenerationLedger,
    vectors: VectorLedger,
    private readonly usage: KeyUsage,
    private readonly spent: SpentTokens,
  ) {
    generations.changes.subscribe((change) => {
      const { type, record } = change;
      if (type === 'ended') this.spend(record, record.generatedTokens);
      if (type !== 'started') return;
      this.note(record, change.origin, () => {
        const { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs, finishReasons } = record;
        return { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs, finishReasons };
      });
    });
    vectors.changes.subscribe((change) => {
      const { type, record } = change;
      if (type === 'ended') this.spend(record, 0);
      if (type !== 'started') return;
      this.note(record, change.origin, () => ({ model: record.model, promptTokens: record.promptTokens }));
    });
  }

  /** Name of the API key that a generation was asked for with. */
  keyOf(record: GenerationRecord): string | undefined {
    return this.askers.get(record)?.key;
  }

  private note(record: GenerationRecord | VectorRecord, origin: object, source: () => Work): void {
    const asker = noteWork(origin, source);
    if (!asker) return;
    this.askers.set(record, asker);
    if (asker.first) void this.usage.begin(asker.key);
  }

  /** Also of an answer that its client left, or that goes on without its request. */
  private spend(record: GenerationRecord | VectorRecord, generatedTokens: number): void {
    const asker = this.askers.get(record);
    if (!asker) return;
    const { key, server } = asker;
    const { promptTokens } = record;
    void this.usage.spend(key, { promptTokens, generatedTokens }, server === undefined);
    if (key !== undefined && server !== undefined) this.spent.add(server, key, promptTokens + generatedTokens);
  }
}
