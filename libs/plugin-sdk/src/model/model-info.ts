import type { Sampling } from '../generation/sampling.js';
import type { Capabilities } from './capabilities.js';
import type { Match } from './match.js';

/** What a runner reads from a model file's header alone, without loading the weights. */
export interface ModelInfo {
  id: string;
  /** The family whose rules the runner applies: `llama`, `gemma`, … */
  family: string;
  /** The architecture as the file names it: `llama`, `gemma3`, `qwen2`, … */
  architecture: string;
  /** Number of weights. */
  parameters: number;
  /** Tokens of context that the model was trained for. */
  contextTokens: number;
  /** Layers that devices can share, the output's included; absent where the model runs on one device alone. */
  layers?: number;
  /** Number of different tokens. */
  vocabularyTokens: number;
  /** As the file says: `Q8_0`, `F16`, … */
  quantization: string;
  /** Size of the weights in bytes. */
  weightBytes: number;
  /** The Jinja template, when the file has one. */
  chatTemplate?: string;
  capabilities: Capabilities;
  /** The family's own sampling, used where a request says nothing. */
  defaults: Sampling;
  match: Match;
}
