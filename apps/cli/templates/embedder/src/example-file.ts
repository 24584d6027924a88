import { readFile } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';

/** What a model file of this format says. */
export interface Example {
  dimensions: number;
}

/** Reads a model file; `undefined` for one of another format. Throws `MODEL_INVALID` for a broken one. */
export async function readExample(path: string): Promise<Example | undefined> {
  if (!path.endsWith('.my-plugin')) return undefined;
  try {
    const { dimensions } = JSON.parse(await readFile(path, 'utf8'));
    if (Number.isInteger(dimensions) && dimensions > 0) return { dimensions };
  } catch {
    // told below, the same as for JSON without dimensions
  }
  throw new PluginError('MODEL_INVALID', `${path} does not say its dimensions. Write it anew.`);
}
