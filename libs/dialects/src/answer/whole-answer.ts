import type { GenerationEvent } from '@predict-otron/plugin-sdk';

/** Collects the events of one request into one answer. Made anew for each request. */
export interface WholeAnswer {
  add(event: GenerationEvent): void;
  /** The body of the answer. Throws `INTERNAL` when the events ended too early. */
  finish(): object;
}
