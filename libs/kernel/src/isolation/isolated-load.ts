import {
  type Loaded,
  type LoadOptions,
  type LoadProgress,
  type ModelFile,
  PluginError,
} from '@predict-otron/plugin-sdk';
import { concatMap, from, map, Observable } from 'rxjs';
import { type AnyLoaded, BACKEND_PARTS, type Backend, type ModelKind } from '../pool/model-kind.js';
import type { CrashBackoff } from './crash-backoff.js';
import { noteLoss } from './lost-models.js';
import { type ChildSetting, PluginChild } from './plugin-child.js';

/** One load in a child process. */
export interface IsolatedLoad {
  file: ModelFile;
  options: LoadOptions;
  kind: ModelKind;
  backendId: string;
  child: ChildSetting;
  backoff: CrashBackoff;
  /** The process that was started. */
  onStart?(pid: number): void;
}

/**
 * Loads a model in a child process of its own, where the plugin is set up once more. Cold; unsubscribing before the model
 * is there ends the process, disposing the model does so later. Errors beside the backend's own: `ENGINE_CRASHED`, also
 * when it crashed so often that it is too soon to try again.
 */
export function isolatedLoad<Model extends AnyLoaded>(task: IsolatedLoad): Observable<LoadProgress | Loaded<Model>> {
  return new Observable((subscriber) => {
    const { backoff, file, options } = task;
    backoff.start();
    const child = new PluginChild(task.child);
    if (child.pid !== undefined) task.onStart?.(child.pid);
    const lost = child.ended.then((crashed) => (crashed ? backoff.crashed() : new Promise<void>(() => undefined)));
    let kept = false;
    const load = from(child.contributions).pipe(
      map((contributions) => backendOf<Model>(contributions, task)),
      concatMap((backend) => backend.load(file, options)),
      map((event) => {
        if (event.type !== 'loaded') return event;
        kept = true;
        const model = endsWith(event.model, child);
        noteLoss(model, lost);
        return { ...event, model };
      }),
    );
    const subscription = load.subscribe(subscriber);
    return () => {
      subscription.unsubscribe();
      if (!kept) void child.stop();
    };
  });
}

function backendOf<Model extends AnyLoaded>(contributions: object, { kind, backendId }: IsolatedLoad) {
  const parts = (contributions as Record<string, Backend[] | undefined>)[BACKEND_PARTS[kind]];
  const backend = parts?.find(({ id }) => id === backendId);
  if (!backend) throw new PluginError('INTERNAL', `In its child process the plugin has no part "${backendId}".`);
  return backend as Backend<never, Model>;
}

/** The model whose process ends with it. */
function endsWith<Model extends AnyLoaded>(model: Model, child: PluginChild): Model {
  const dispose = () => {
    // not awaited: a model that does not end in time must not keep the process
    model.dispose().catch(() => undefined);
    return child.stop();
  };
  return { ...model, dispose };
}
