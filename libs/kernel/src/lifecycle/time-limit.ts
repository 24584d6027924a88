import { PluginError } from '@predict-otron/plugin-sdk';

/** What `work` resolves to, or `TIMEOUT` after `limitMs` milliseconds. The work itself cannot be stopped and goes on. */
export async function withTimeLimit<T>(what: string, limitMs: number, work: () => T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new PluginError('TIMEOUT', `${what} took longer than ${limitMs} ms.`));
    timer = setTimeout(late, limitMs);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
