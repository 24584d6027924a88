import { type engine, type GgufHeader, loadError, placedEngine, trialsOf } from '@predict-otron/llama-cpp';
import type { Loaded, LoadOptions, LoadProgress } from '@predict-otron/plugin-sdk';
import { Observable } from 'rxjs';
import type { LlamaModel } from './engine-types.js';

type ModelOptions = Parameters<Awaited<ReturnType<typeof engine>>['loadModel']>[0];

let cacheFolder: string | undefined;

/** Where this process keeps the results of trials. */
export function useCacheFolder(folder: string | undefined): void {
  cacheFolder = folder;
}

/** How to load a model and open its contexts. */
export interface LoadPlan<Model> {
  path: string;
  header: GgufHeader;
  options: LoadOptions;
  metadataOverrides?: ModelOptions['metadataOverrides'];
  /** Opens what the model needs on the weights. Whatever it throws, the weights are freed. */
  open(weights: LlamaModel, signal: AbortSignal): Promise<Model>;
}

/** Loads a model; unsubscribing stops the load and frees all it took. */
export function loadContexts<Model extends { dispose(): Promise<void> }>(
  makePlan: () => Promise<LoadPlan<Model>>,
): Observable<LoadProgress | Loaded<Model>> {
  return new Observable((subscriber) => {
    const abort = new AbortController();
    const load = async () => {
      const { path, header, options, metadataOverrides, open } = await makePlan();
      await trialsOf(cacheFolder).file(path, header);
      const { llama, gpuLayers } = await placedEngine(options);
      const weights = await llama.loadModel({
        modelPath: path,
        gpuLayers,
        useMmap: options.useMmap ?? true,
        defaultContextFlashAttention: options.flashAttention ?? 'auto',
        ...(metadataOverrides && { metadataOverrides }),
        loadSignal: abort.signal,
        onLoadProgress: (progress) => subscriber.next({ type: 'progress', progress }),
      });
      try {
        return await open(weights, abort.signal);
      } catch (error) {
        // disposing the weights disposes the contexts on them
        await weights.dispose();
        throw error;
      }
    };
    load().then(
      (model) => {
        if (subscriber.closed) {
          void model.dispose();
          return;
        }
        subscriber.next({ type: 'loaded', model });
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(loadError(error)),
    );
    return () => abort.abort();
  });
}
