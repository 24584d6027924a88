import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Match, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { concat, defer, map, type Observable, of, timer } from 'rxjs';

export type ToyKind = 'language' | 'embedding' | 'rerank';

export const MATCH: Match = { score: 100, reason: 'a toy model' };
export const MEMORY = [{ deviceId: 'cpu', weights: 1000, kvCache: 10, compute: 1 }];

/** Writes the file of a toy model. */
export async function writeToyFile(folder: string, kind: ToyKind): Promise<ModelFile> {
  const path = join(folder, `${kind}.toy`);
  await writeFile(path, JSON.stringify({ toy: kind }));
  return { id: kind, path };
}

/** The kind of a toy model, `undefined` for any other file. */
async function readToyFile({ path }: ModelFile): Promise<ToyKind | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (!text.startsWith('{"to')) return undefined;
  try {
    return JSON.parse(text).toy;
  } catch {
    throw new PluginError('MODEL_INVALID', `${path} is cut off. Download it again.`);
  }
}

/** Describes the file if it is of the kind. */
export async function describeToy<Info>(kind: ToyKind, file: ModelFile, info: Info): Promise<Info | undefined> {
  return (await readToyFile(file)) === kind ? { ...info, id: file.id } : undefined;
}

/** Loads in three steps, each a turn of the event loop. */
export function loadToy<Model>(kind: ToyKind, file: ModelFile, make: (id: string) => Model) {
  const loaded = async () => {
    if ((await readToyFile(file)) !== kind) throw new PluginError('MODEL_INVALID', `${file.path} is no ${kind} model.`);
    return { type: 'loaded' as const, model: make(file.id) };
  };
  const progress = (value: number): Observable<{ type: 'progress'; progress: number }> =>
    timer(0).pipe(map(() => ({ type: 'progress', progress: value })));
  return concat(of({ type: 'progress' as const, progress: 0 }), progress(0.5), defer(loaded));
}
