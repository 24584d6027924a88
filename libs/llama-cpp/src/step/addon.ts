// The parts of node-llama-cpp's internals that `native-context.ts` calls.
export interface AddonSampler {
  applyConfig(config: Record<string, unknown>): void;
  dispose(): void;
}

export interface SamplerClass {
  new (model: unknown): AddonSampler;
  acceptGrammarEvaluationStateToken(state: unknown, token: number): void;
}

export type LogitsFilter = [tokens: number[], max: boolean, min: boolean, selected: boolean, top: number];
type Read = [token: number, probabilities: undefined, confidence: undefined, logits: number[], weight: number];

export interface AddonContext {
  initBatch(tokens: number): void;
  addToBatch(sequence: number, position: number, tokens: Uint32Array, logitsOf: Uint32Array): Uint32Array;
  decodeBatch(): Promise<void>;
  /**
   * In an engine that `npm run build:engine` has built: computes a batch of [token, position, sequence] and samples what
   * follows each of the places in it, which ascend; -1: no token was left, -2: sampling failed.
   */
  decodeAndSample?(batch: Int32Array, places: Int32Array, samplers: AddonSampler[]): Promise<Int32Array>;
  sampleToken(index: number, sampler: AddonSampler): Promise<number>;
  sampleToken(
    index: number,
    sampler: AddonSampler,
    probabilities: false,
    confidence: false,
    logits: LogitsFilter,
    weight: true,
  ): Promise<Read>;
  removeTokenCellsFromSequence(sequence: number, start: number, end: number): boolean;
  shiftSequenceTokenCells(sequence: number, start: number, end: number, delta: number): void;
  copySequenceStateFromOtherSequence(target: number, source: number): Promise<number>;
  setThreads(threads: number): void;
  getMemoryBreakdown(): { cpuRam: number; gpuVram: number };
}

export interface Internals {
  _ctx: AddonContext;
  _llama: { _bindings: { AddonSampler: SamplerClass } };
  _model: { _model: unknown };
}
