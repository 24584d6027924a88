import assert from 'node:assert/strict';
import type { Loaded, LoadProgress, Match, MemoryNeed } from '@predict-otron/plugin-sdk';
import { firstValueFrom, lastValueFrom, tap, toArray } from 'rxjs';
import type { AnyLoaded, ModelBackend, ModelSubject } from '../subject/model-subject.js';
import type { Check } from './check.js';
import { brokenCopy, foreignFiles } from './files.js';
import { rejectsWith } from './rejects-with.js';
import { amount, assertPlain, assertShape, listOf, type Shape, shaped, text } from './shape.js';

const MEMORY_NEED: Shape<MemoryNeed> = { deviceId: text, weights: amount, kvCache: amount, compute: amount };

/** What runners, embedding backends and rerank backends must do alike. */
export function backendChecks<Info extends { id: string; match: Match }, Model extends AnyLoaded<Info>>(
  infoShape: Shape<Info>,
): Check<ModelSubject<Info, Model>>[] {
  return [
    {
      name: 'describes the model completely',
      run: async (subject) => {
        const { info } = await subject.backend();
        assertShape('what describe says', info, infoShape);
        assert.equal(info.id, subject.options.file.id, 'the id must be that of the file');
      },
    },
    {
      name: 'leaves files of another kind alone',
      run: async (subject) => {
        for (const file of await foreignFiles(await subject.scratchFolder()))
          for (const backend of (await subject.backends()) ?? [])
            assert.equal(await backend.describe(file), undefined, `${backend.id} must not describe ${file.path}`);
      },
    },
    {
      name: 'refuses a broken file as MODEL_INVALID',
      run: async (subject) => {
        const { backend } = await subject.backend();
        const file = await brokenCopy(subject.options.file, await subject.scratchFolder());
        if (!file) return;
        const described = await backend.describe(file).catch(async (error: unknown) => {
          await rejectsWith('MODEL_INVALID', 'a broken file', Promise.reject(error));
        });
        assert.equal(described, undefined, 'a broken file must be MODEL_INVALID, or be left alone');
        await rejectsWith(
          'MODEL_INVALID',
          'loading a broken file',
          lastValueFrom(backend.load(file, subject.loadOptions)),
        );
      },
    },
    {
      name: 'estimates what a load takes',
      run: async (subject) => {
        const { backend } = await subject.backend();
        assertMemory('an estimate', await backend.estimate(subject.options.file, subject.loadOptions));
      },
    },
    {
      name: 'loads with growing progress, then the model',
      run: async (subject) => {
        const { backend, info } = await subject.backend();
        const { model } = assertLoad(await lastValueFrom(loadEvents(subject, backend).pipe(toArray())));
        assertShape('the info of a loaded model', model.info, infoShape);
        assert.equal(model.info.id, info.id, 'the loaded model must be the one that was described');
      },
    },
    {
      name: 'loads again after a load that was unsubscribed',
      run: async (subject) => {
        const { backend } = await subject.backend();
        for (const progressFirst of [false, true]) await stopLoad(subject, backend, progressFirst);
        const model = await subject.load();
        await model.dispose();
      },
    },
    {
      name: 'measures its memory',
      run: async (subject) => assertMemory('memory', await (await subject.model()).memory()),
    },
    {
      name: 'disposes a model twice',
      run: async (subject) => {
        const model = await subject.load();
        await Promise.all([model.dispose(), model.dispose()]);
        await model.dispose();
      },
    },
  ];
}

/** The events of one load; the model in it is the subject's to dispose. */
function loadEvents<Info extends { match: Match }, Model extends AnyLoaded<Info>>(
  subject: ModelSubject<Info, Model>,
  backend: ModelBackend<Info, Model>,
) {
  const own = (event: LoadProgress | Loaded<Model>) => {
    if (event.type === 'loaded') subject.own(event.model);
  };
  return backend.load(subject.options.file, subject.loadOptions).pipe(tap(own));
}

function assertLoad<Model>(events: (LoadProgress | Loaded<Model>)[]): Loaded<Model> {
  const progress = events.slice(0, -1).map((event) => (event.type === 'progress' ? event.progress : Number.NaN));
  assert.ok(
    progress.every((value, i) => value >= (progress[i - 1] ?? 0) && value <= 1),
    `progress must be 0 to 1 and never fall, and the model comes last: ${progress.join(', ')}`,
  );
  const last = events.at(-1);
  assert.ok(last?.type === 'loaded', 'the last value of a load must be the loaded model');
  return last;
}

/** Unsubscribes at once, or as soon as there is progress. */
async function stopLoad<Info extends { match: Match }, Model extends AnyLoaded<Info>>(
  subject: ModelSubject<Info, Model>,
  backend: ModelBackend<Info, Model>,
  progressFirst: boolean,
): Promise<void> {
  const load = loadEvents(subject, backend);
  if (progressFirst) await firstValueFrom(load, { defaultValue: undefined });
  else load.subscribe().unsubscribe();
}

function assertMemory(what: string, needs: MemoryNeed[]): void {
  assert.ok(
    listOf(shaped(MEMORY_NEED))(needs) && needs.length > 0,
    `${what} must be complete: ${JSON.stringify(needs)}`,
  );
  assertPlain(what, needs);
  const weights = needs.reduce((sum, need) => sum + need.weights, 0);
  assert.ok(weights > 0, `${what} must count the weights`);
}
