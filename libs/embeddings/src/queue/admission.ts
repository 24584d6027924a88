import { PluginError } from '@predict-otron/plugin-sdk';

/** Seconds that a client is told to wait at most. */
const LONGEST_RETRY_SECONDS = 60;

/** A request that was let in. */
export interface Permit {
  /** Says how many tokens the request turned out to have. Called once. */
  countTokens(tokens: number): void;
  /** Lets the next one in. `computed`: the request got its answer, so its texts count for the speed of the model. */
  leave(computed: boolean): void;
}

/** The requests of one model that are in the house. */
interface House {
  requests: number;
  texts: number;
  tokens: number;
  /** Texts computed since the house was last empty, and when that was (ms). */
  computed: number;
  since: number;
}

/**
 * Bounds what waits for each model, from the door to the answer. A request is let in while the house is not full, so
 * the last one may go beyond the limits by its own size: a large request alone is never refused.
 */
export class Admission {
  private readonly houses = new Map<string, House>();

  constructor(
    private readonly limits: { queueTexts: number; queueTokens: number },
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Throws `OVERLOADED`, with `details.retryAfterSeconds` from the speed at which the model works off what waits. */
  enter(model: string, texts: number): Permit {
    const house = this.houses.get(model) ?? { requests: 0, texts: 0, tokens: 0, computed: 0, since: this.now() };
    if (house.texts >= this.limits.queueTexts || house.tokens >= this.limits.queueTokens) {
      throw this.overloaded(model, house);
    }
    this.houses.set(model, house);
    house.requests++;
    house.texts += texts;
    let tokens = 0;
    return {
      countTokens: (count) => {
        tokens = count;
        house.tokens += count;
      },
      leave: (computed) => {
        house.requests--;
        house.texts -= texts;
        house.tokens -= tokens;
        if (computed) house.computed += texts;
        if (house.requests === 0) this.houses.delete(model);
      },
    };
  }

  private overloaded(model: string, { texts, tokens, computed, since }: House): PluginError {
    const textsPerSecond = computed / ((this.now() - since) / 1000);
    const seconds = textsPerSecond > 0 ? Math.ceil(texts / textsPerSecond) : 1;
    const retryAfterSeconds = Math.min(Math.max(seconds, 1), LONGEST_RETRY_SECONDS);
    return new PluginError(
      'OVERLOADED',
      `${model} has ${texts} texts (${tokens} tokens) in work, which is all it takes. Try again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    );
  }
}
