import type { Row, StepContext } from '../step/step-context.js';
import type { KnownThreads } from './thread-cache.js';
import { ThreadChoice } from './thread-choice.js';

/** So long after its load a model's threads are measured, unless somebody uses it before: its server has started then. */
const QUIET_AFTER_MS = 1000;

/**
 * A context that gives each step its number of threads. Where they are only guessed, they are measured once it has been
 * unused for a while; a step that comes meanwhile ends that and waits for one other step at most.
 * @param cores those on which it computes; infinite where that is not the CPU
 */
export function tunedContext(context: StepContext, known: KnownThreads, cores: number): StepContext {
  let choice = new ThreadChoice(known.rows);
  let threads = 0;
  let used = false;
  let measuring: Promise<void> | undefined;

  const measure = async () => {
    const rows = await known.measure?.(() => used).catch(() => undefined);
    if (rows) choice = new ThreadChoice(rows);
    threads = 0;
    measuring = undefined;
  };
  const timer =
    known.measure &&
    setTimeout(() => {
      if (!used) measuring = measure();
    }, QUIET_AFTER_MS).unref();
  /** Ends the measuring. */
  const use = async () => {
    used = true;
    await measuring;
  };

  const timed = async (batch: Row[]) => {
    const started = performance.now();
    const results = await context.step(batch);
    choice.took(batch, performance.now() - started);
    return results;
  };

  const tuned: StepContext = {
    ...context,
    step(batch) {
      if (measuring || !used) return use().then(() => tuned.step(batch));
      const wanted = choice.next(batch);
      if (wanted !== threads) context.setThreads(wanted);
      threads = wanted;
      return timed(batch);
    },
    takesAllCores: (tokens) => choice.ofAnswers(tokens) >= cores,
    async truncate(...where) {
      await use();
      return context.truncate(...where);
    },
    async copy(...places) {
      await use();
      await context.copy(...places);
    },
    async shift(...what) {
      await use();
      await context.shift(...what);
    },
    async dispose() {
      clearTimeout(timer);
      await use();
      await context.dispose();
    },
  };
  return tuned;
}
