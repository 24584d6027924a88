const interruption = new AbortController();

/** Fires with the first Ctrl+C, or when the process is told to end: what is open is closed, and the server sees it. */
export const interrupted: AbortSignal = interruption.signal;

/** From now on Ctrl+C closes what is open; `onSecond` is for someone who does not want to wait. */
export function listenForInterruption(onSecond: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => (interrupted.aborted ? onSecond() : interruption.abort()));
}
