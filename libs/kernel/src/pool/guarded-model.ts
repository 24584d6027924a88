import type { PluginError } from '@predict-otron/plugin-sdk';
import { catchError, defer, from, type Observable } from 'rxjs';
import { pluginFailure } from '../lifecycle/plugin-failure.js';
import type { AnyLoaded } from './model-kind.js';

type Method = (...args: unknown[]) => unknown;

/** The methods of loaded models that return an Observable; all others return a promise. */
const STREAMS: readonly (string | symbol)[] = ['generate', 'rerank'];

/**
 * A plugin's loaded model as the rest of the server sees it: whatever a call throws is a PluginError, and its streams are
 * Observables of the server's own rxjs. `onCrash` is called when the model says that its engine has died.
 */
export function guardedModel<Model extends AnyLoaded>(model: Model, where: string, onCrash: () => void): Model {
  const failure = (error: unknown): PluginError => {
    const it = pluginFailure(error, where);
    if (it.code === 'ENGINE_CRASHED') onCrash();
    return it;
  };
  const guardCall = (method: Method): Method => {
    return async (...args) => {
      try {
        return await method.apply(model, args);
      } catch (error) {
        throw failure(error);
      }
    };
  };
  const guardStream = (method: Method): Method => {
    return (...args) =>
      defer(() => from(method.apply(model, args) as Observable<unknown>)).pipe(
        catchError((error: unknown) => {
          throw failure(error);
        }),
      );
  };
  return new Proxy({} as Model, {
    has: (_, key) => key in model,
    get: (_, key) => {
      const value: unknown = Reflect.get(model, key);
      if (typeof value !== 'function') return value;
      return STREAMS.includes(key) ? guardStream(value as Method) : guardCall(value as Method);
    },
  });
}
