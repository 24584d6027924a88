import { Injectable } from '@nestjs/common';
import { GenerationLedger, type GenerationRecord, VectorLedger, type VectorRecord } from '@predict-otron/kernel';
import { KeyUsage, noteWork } from '@predict-otron/service';

/** Joins requests and what models do for them: for the log line of each request, and for the quota of its key. */
@Injectable()
export class WorkNotes {
  private readonly keys = new WeakMap<GenerationRecord | VectorRecord, string>();

  constructor(
    generations: GenerationLedger,
    vectors: VectorLedger,
    private readonly usage: KeyUsage,
  ) {
    generations.changes.subscribe(({ type, record }) => {
      if (type === 'ended') this.spend(record, record.promptTokens + record.generatedTokens);
      if (type !== 'started') return;
      const key = noteWork(() => {
        const { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs } = record;
        return { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs };
      });
      if (key !== undefined) this.keys.set(record, key);
    });
    vectors.changes.subscribe(({ type, record }) => {
      if (type === 'ended') this.spend(record, record.promptTokens);
      if (type !== 'started') return;
      const key = noteWork(() => ({ model: record.model, promptTokens: record.promptTokens }));
      if (key !== undefined) this.keys.set(record, key);
    });
  }

  /** Name of the API key that a generation was asked for with. */
  keyOf(record: GenerationRecord): string | undefined {
    return this.keys.get(record);
  }

  /** Also of an answer that its client left, or that goes on without its request. */
  private spend(record: GenerationRecord | VectorRecord, tokens: number): void {
    const key = this.keys.get(record);
    if (key !== undefined && tokens > 0) void this.usage.spend(key, tokens);
  }
}
