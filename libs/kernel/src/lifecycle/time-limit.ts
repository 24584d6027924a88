import { PluginError } from '@predict-otron/plugin-sdk';

/**
 * What `work` resolves to. After `limitMs` milliseconds it rejects with what `late` makes, `TIMEOUT` where nothing else is
 * asked for. The work itself cannot be stopped and goes on.
 */
export async function withTimeLimit<T>(
  what: string,
  limitMs: number,
  work: () => T | Promise<T>,
  late = () => new PluginError('TIMEOUT', `${what} took longer than ${limitMs} ms.`),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
