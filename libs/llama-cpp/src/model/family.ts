import type { Match, Sampling } from '@predict-otron/plugin-sdk';
import type { GgufHeader } from '../gguf/header.js';

/** What makes a family of models a runner of its own. */
export interface Family {
  /** The runner's id and the family's name: `llama`, `gemma`. */
  id: string;
  /** How well the family's rules suit a file; undefined: not at all. */
  match(header: GgufHeader): Match | undefined;
  /** The sampling that the family's makers advise, for a model of it. */
  defaults(header: GgufHeader): Sampling;
  /** Texts of tokens that end a turn in this family, for files that do not say so themselves. */
  endOfTurn: readonly string[];
}
