import type { LlamaGrammarEvaluationState } from 'node-llama-cpp';
import type { GrammarFollower } from '../grammar/following/grammar-follower.js';

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
  /** Where the answer stands in its grammar. It moves on with each token; no other answer may use it. */
  grammar?: LlamaGrammarEvaluationState;
  /** The same beside llama.cpp: it knows the tokens that may come where they are few. */
  follower?: GrammarFollower;
}

/** An answer's sampler: its random numbers and its penalties go on from token to token. */
export interface Sampler {
  /** Tells its grammar of a token that it did not choose, but that the answer holds. */
  accept(token: number): void;
  dispose(): void;
}

/** The beginning of a grammar, for one answer. */
export type GrammarStart = Required<Pick<SamplerSettings, 'grammar'>> & Pick<SamplerSettings, 'follower'>;
