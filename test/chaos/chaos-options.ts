/** What `npm run test:chaos` was asked for; it sets all of it. */
interface ChaosOptions {
  /** Chance begins here, so that what it found can be tried again. */
  seed: number;
  /** Of the fuzz, over all endpoints together. */
  requests: number;
  /** The fuzz goes to a server in front of engines. */
  fleet: boolean;
  soakSeconds: number;
  /** How often random trouble comes in the scenarios. */
  rounds: number;
}

const { chaos } = globalThis as { chaos?: ChaosOptions };
if (!chaos) throw new Error('Start this with `npm run test:chaos`.');

export const OPTIONS: ChaosOptions = chaos;

/** Numbers from 0 up to 1 that look random and are the same for the same seed (mulberry32). */
export function chance(seed = OPTIONS.seed): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
