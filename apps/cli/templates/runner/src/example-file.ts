import { readFile } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';

/**
 * The text of a model file, which is all that this kind of model knows: JSON with `length` and `text`, in ASCII.
 * `undefined` for a file of another format. Throws `MODEL_INVALID` for a broken one.
 */
export async function readExample(path: string): Promise<string | undefined> {
  if (!path.endsWith('.my-plugin')) return undefined;
  try {
    const { length, text } = JSON.parse(await readFile(path, 'utf8'));
    if (typeof text === 'string' && text.length === length && /^[ -~\n]+$/.test(text)) return text;
  } catch {
    // told below, the same as for a text that is not whole
  }
  throw new PluginError('MODEL_INVALID', `${path} is not whole. Write it anew.`);
}
