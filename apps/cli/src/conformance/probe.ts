import type { Asker } from './asker.js';

/** One thing that OpenAI's API promises, and how it is seen from outside. */
export interface Probe {
  parameter: string;
  /** What holds where it passes, as the end of a sentence. */
  promise: string;
  /** False where it does not hold. Where it throws a `Refusal`, the server has refused. */
  holds(ask: Asker): Promise<boolean>;
}

/** An endpoint with a request that is right as it stands. */
export interface ProbedEndpoint {
  endpoint: string;
  base: object;
  probes: Probe[];
}

/** How a row of a table of probes is written. */
export function probe(parameter: string, promise: string, holds: Probe['holds']): Probe {
  return { parameter, promise, holds };
}
