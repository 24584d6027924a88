import { Injectable } from '@nestjs/common';
import { GenerationLedger, type GenerationRecord, VectorLedger } from '@predict-otron/kernel';
import { noteWork } from '@predict-otron/service';

/** Joins requests and what models do for them: tells the log line of each request what models did for it. */
@Injectable()
export class WorkNotes {
  private readonly keys = new WeakMap<GenerationRecord, string>();

  constructor(generations: GenerationLedger, vectors: VectorLedger) {
    generations.changes.subscribe(({ type, record }) => {
      if (type !== 'started') return;
      const key = noteWork(() => {
        const { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs } = record;
        return { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs };
      });
      if (key !== undefined) this.keys.set(record, key);
    });
    vectors.changes.subscribe(({ type, record }) => {
      if (type === 'started') noteWork(() => ({ model: record.model, promptTokens: record.promptTokens }));
    });
  }

  /** Name of the API key that a generation was asked for with, over HTTP. */
  keyOf(record: GenerationRecord): string | undefined {
    return this.keys.get(record);
  }
}
