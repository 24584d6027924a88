import { type StepContext, tokensOf } from '../step/step-context.js';
import type { KnownThreads } from './thread-cache.js';
import { threadsFor } from './thread-table.js';

/** So long after its load a model's threads are measured, unless somebody uses it before: its server has started then. */
const QUIET_AFTER_MS = 1000;

/**
 * A context that gives each step its number of threads. Where they are only guessed, they are measured once it has been
 * unused for a while; a step that comes meanwhile ends that and waits for one other step at most.
 * @param cores those on which it computes; infinite where that is not the CPU
 */
export function tunedContext(context: StepContext, known: KnownThreads, cores: number): StepContext {
  let { rows } = known;
  let threads = 0;
  let used = false;
  let measuring: Promise<void> | undefined;

  const measure = async () => {
    rows = (await known.measure?.(() => used).catch(() => undefined)) ?? rows;
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

  const tuned: StepContext = {
    ...context,
    step(batch) {
      if (measuring || !used) return use().then(() => tuned.step(batch));
      const wanted = threadsFor(rows, tokensOf(batch));
      if (wanted !== threads) context.setThreads(wanted);
      threads = wanted;
      return context.step(batch);
    },
    takesAllCores: (tokens) => threadsFor(rows, tokens) >= cores,
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
