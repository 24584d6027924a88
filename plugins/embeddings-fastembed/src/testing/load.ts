import type { Loaded, LoadOptions, LoadProgress, Logger } from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, type ObservableInput } from 'rxjs';

/** Load options for a CPU with one thread. */
export const LOAD_OPTIONS: LoadOptions = { placement: [], contextTokens: 0, parallel: 1, threads: 1 };

/** The model that a load ends with. */
export async function loaded<T>(load: ObservableInput<LoadProgress | Loaded<T>>): Promise<T> {
  const last = await lastValueFrom(from(load));
  if (last.type !== 'loaded') throw new Error('the load ended without a model');
  return last.model;
}

/** A logger that keeps its messages. */
export function recordingLogger(): Logger & { messages: string[] } {
  const messages: string[] = [];
  const log = (message: string) => void messages.push(message);
  return { messages, debug: log, info: log, warn: log, error: log };
}
