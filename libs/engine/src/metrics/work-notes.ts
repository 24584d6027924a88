import { Injectable } from '@nestjs/common';
import { GenerationLedger, VectorLedger } from '@predict-otron/kernel';
import { noteWork } from '@predict-otron/service';

/** Tells the log line of each request what models did for it. */
@Injectable()
export class WorkNotes {
  constructor(generations: GenerationLedger, vectors: VectorLedger) {
    generations.changes.subscribe(({ type, record }) => {
      if (type !== 'started') return;
      noteWork(() => {
        const { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs } = record;
        return { model, promptTokens, cachedTokens, generatedTokens, queueMs, firstTokenMs };
      });
    });
    vectors.changes.subscribe(({ type, record }) => {
      if (type === 'started') noteWork(() => ({ model: record.model, promptTokens: record.promptTokens }));
    });
  }
}
