import { basename, resolve } from 'node:path';
import type { KernelOptions } from '@predict-otron/kernel';
import { modelName, parseReference, referenceName } from '@predict-otron/model-store';

/** A default model as a person named it. */
interface WantedModel {
  /** The id or alias that it has, or will have once it was downloaded. */
  name: string;
  /** A file outside of the model folders becomes a model under its own name. */
  settings?: KernelOptions['models'];
}

/** Reads what stands after `--model`: an id, a name of the catalogue, a reference to the Hub, an address, or a path. */
export function wantedModel(text: string | undefined): WantedModel | undefined {
  if (text === undefined) return undefined;
  const path = pathOf(text);
  if (path !== undefined) {
    const { id } = modelName(basename(path));
    return { name: id, settings: { [id]: { path: resolve(path) } } };
  }
  // a bare name stays as it is: it may be that of a file
  return { name: text.includes('/') ? referenceName(text) : text };
}

function pathOf(text: string): string | undefined {
  try {
    const reference = parseReference(text);
    return reference.kind === 'path' ? reference.path : undefined;
  } catch {
    return undefined;
  }
}
