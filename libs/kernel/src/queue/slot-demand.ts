import { type GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';

/** What a request asks of the queue of a model. */
export interface SlotDemand {
  /** Slots that it takes, 1 to all of the model's. */
  weight: number;
  /** Higher is served first. */
  priority: number;
}

type Asking = Pick<GenerationRequest, 'n' | 'bestOf' | 'deterministic' | 'priority'>;

/** A slot for each answer; all of them for a request that must run alone. Throws `INPUT_INVALID` for more than there are. */
export function slotDemand({ n, bestOf, deterministic, priority = 0 }: Asking, parallel: number): SlotDemand {
  for (const [param, answers] of Object.entries({ n, bestOf: bestOf ?? n })) {
    if (!Number.isInteger(answers) || answers < 1)
      throw new PluginError('INPUT_INVALID', `"${param}" must be a whole number of at least 1.`, { param });
    if (answers > parallel) {
      const message = `"${param}" is ${answers}, but the model generates ${parallel} answers at the same time at most.`;
      throw new PluginError('INPUT_INVALID', message, { param, limit: parallel });
    }
  }
  return { weight: deterministic ? parallel : Math.max(n, bestOf ?? n), priority };
}
