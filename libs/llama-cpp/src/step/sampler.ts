import type { LlamaGrammarEvaluationState } from 'node-llama-cpp';

/** How one answer's tokens are chosen, in the engine's terms. */
export interface SamplerSettings {
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
  seed: number;
  penalties?: {
    /** How many of the answer's last tokens count. */
    lastTokens: number;
    repeat: number;
    presence: number;
    frequency: number;
  };
  bias?: { tokens: Uint32Array; values: Float32Array };
  grammar?: LlamaGrammarEvaluationState;
}

/** An answer's sampler: its random numbers and its penalties go on from token to token. */
export interface Sampler {
  dispose(): void;
}
