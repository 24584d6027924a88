import type { Subject } from '../subject/subject.js';
import type { Check } from './check.js';

const PATIENCE_MS = 60_000;

/** How long a check may take before it counts as one that never ends. */
export function patience({ patienceMs = PATIENCE_MS }: { patienceMs?: number }): number {
  return patienceMs;
}

/** Runs a check; one that does not end fails by name. */
export async function runCheck({ name, run }: Check<Subject>, subject: Subject): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = patience(subject.options);
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`After ${limit} ms this has not ended: ${name}`)), limit);
  });
  try {
    await Promise.race([run(subject), late]);
  } finally {
    clearTimeout(timer);
  }
}
