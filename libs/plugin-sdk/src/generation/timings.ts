/** Measured times of one answer, in milliseconds. */
export interface Timings {
  /** From the request's arrival at the model to its slot. */
  queueMs: number;
  /** Reading the prompt: from the slot to the first token. */
  promptMs: number;
  /** From the first token to the last. */
  generationMs: number;
}
