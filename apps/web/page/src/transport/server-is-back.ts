import { ChatError } from '../../../src/shared/chat-event.js';
import { NO_KEY } from '../../../src/shared/passing-errors.js';

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 4000;

/**
 * Resolves once the server answers again; false after the time limit. Throws the signal's reason when it aborts, and a
 * ChatError when the server wants a key.
 */
export async function serverIsBack(signal: AbortSignal, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  for (let wait = FIRST_WAIT_MS; performance.now() < end; wait = Math.min(wait * 1.6, LONGEST_WAIT_MS)) {
    await pause(wait, signal);
    const response = await fetch('v1/models', { signal, cache: 'no-store' }).catch(() => undefined);
    signal.throwIfAborted();
    if (response?.ok) return true;
    if (response?.status === 401) throw new ChatError('The session has ended.', NO_KEY, false);
  }
  return false;
}

/** Waits, or throws the signal's reason when it aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
