import type {
  Contributions,
  EmbeddingBackend,
  HardwareProvider,
  Loaded,
  LoadedEmbedder,
  LoadedModel,
  LoadedReranker,
  LoadProgress,
  ModelRunner,
  Plugin,
  RerankBackend,
  StreamStage,
} from '@predict-otron/plugin-sdk';
import { map, type Observable } from 'rxjs';
import { toyPlugin } from './toy-plugin.js';

/** What is put in the place of some members; the rest stays good. */
type Change<T> = (good: T) => Partial<T>;

export function changePlugin(change: Partial<Plugin>): Plugin {
  return { ...toyPlugin, ...change };
}

export function changeContributions(change: Change<Contributions>): Plugin {
  return changePlugin({
    setup: async (context) => {
      const good = await toyPlugin.setup(context);
      return { ...good, ...change(good) };
    },
  });
}

export function changeHardware(change: Change<HardwareProvider>): Plugin {
  return changeContributions(({ hardware = [] }) => ({ hardware: hardware.map(changed(change)) }));
}

export function changeStage(change: Change<StreamStage>): Plugin {
  return changeContributions(({ stages = [] }) => ({ stages: stages.map(changed(change)) }));
}

export function changeRunner(change: Change<ModelRunner>): Plugin {
  return changeContributions(({ runners = [] }) => ({ runners: runners.map(changed(change)) }));
}

export function changeModel(change: Change<LoadedModel>): Plugin {
  return changeRunner(({ load }) => ({ load: (...args) => load(...args).pipe(changeLoaded(change)) }));
}

export function changeEmbedder(change: Change<LoadedEmbedder>): Plugin {
  const load = ({ load }: EmbeddingBackend): Partial<EmbeddingBackend> => ({
    load: (...args) => load(...args).pipe(changeLoaded(change)),
  });
  return changeContributions(({ embedders = [] }) => ({ embedders: embedders.map(changed(load)) }));
}

export function changeReranker(change: Change<LoadedReranker>): Plugin {
  const load = ({ load }: RerankBackend): Partial<RerankBackend> => ({
    load: (...args) => load(...args).pipe(changeLoaded(change)),
  });
  return changeContributions(({ rerankers = [] }) => ({ rerankers: rerankers.map(changed(load)) }));
}

function changed<T>(change: Change<T>): (good: T) => T {
  return (good) => ({ ...good, ...change(good) });
}

function changeLoaded<Model>(change: Change<Model>) {
  return (events: Observable<LoadProgress | Loaded<Model>>) =>
    events.pipe(
      map((event) =>
        event.type === 'loaded' ? { ...event, model: { ...event.model, ...change(event.model) } } : event,
      ),
    );
}
