import { createSignal, onCleanup, onMount } from 'solid-js';
import { type ModelSummary, modelSummaries } from '../../../src/shared/model-summary.js';
import type { PageState } from '../../../src/shared/page-state.js';

/** How often the list is asked for while something in it changes, in milliseconds. */
const CHANGING_MS = 1500;

/** The models, kept up to date while one of them is being loaded or the server is away. */
export function createModels(state: PageState, ability: 'chat' | 'embeddings') {
  const [models, setModels] = createSignal(state.models);
  const [problem, setProblem] = createSignal(state.problem);
  const [needsKey, setNeedsKey] = createSignal(false);

  const refresh = async () => {
    try {
      const response = await fetch('v1/models', { cache: 'no-store' });
      setNeedsKey(response.status === 401);
      if (needsKey()) return setProblem('You are logged out.');
      if (!response.ok) throw new Error(`The server answered with ${response.status}.`);
      setModels(modelSummaries(await response.json(), ability));
      setProblem(models().length > 0 ? undefined : 'The server has no model for this.');
    } catch {
      setProblem('The server does not answer. This page tries again by itself.');
    }
  };

  onMount(() => {
    const watch = setInterval(() => {
      // who is logged out comes back to this page, or from another tab
      const away = problem() !== undefined && !needsKey();
      const changing = away || models().some(({ state: of }) => of === 'loading');
      if (changing && document.visibilityState === 'visible') void refresh();
    }, CHANGING_MS);
    window.addEventListener('focus', refresh);
    onCleanup(() => {
      clearInterval(watch);
      window.removeEventListener('focus', refresh);
    });
  });

  return {
    models,
    problem,
    needsKey,
    refresh,
    /** By id; where it is gone, the default one. */
    find: (id: string): ModelSummary | undefined =>
      models().find((model) => model.id === id) ?? models().find(({ isDefault }) => isDefault) ?? models()[0],
    /** What an answer tells of the load that it waits for. */
    tellProgress: (id: string, progress: number | undefined) =>
      setModels((all) =>
        all.map((model) =>
          model.id === id && progress !== undefined ? { ...model, state: 'loading' as const, progress } : model,
        ),
      ),
  };
}
