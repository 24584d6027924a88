import {
  type GenerationEvent,
  type GenerationRequest,
  type StageRequest,
  type StreamStage,
} from '@predict-otron/plugin-sdk';
import { from, lastValueFrom, map, type Observable, of, toArray } from 'rxjs';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { StageLedger } from './stage-ledger.js';
import { StagePipeline } from './stage-pipeline.js';

export const request: GenerationRequest = {
  prompt: { text: 'secret' },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
};
export const asked: StageRequest = { requestId: 'r', model: 'm', request };
export const delta = (text: string): GenerationEvent => ({ type: 'delta', index: 0, kind: 'text', text, tokens: 1 });

export function stage(
  name: string,
  order: number,
  part: Partial<StreamStage> = {},
  readPrompts = true,
  models = ['*'],
): StreamStage {
  return { name, order, permissions: { models, readPrompts, buffers: false }, ...part };
}

/** A stage that writes its name into every text, and into the stop strings of the request. */
export function marking(name: string, order: number): StreamStage {
  return stage(name, order, {
    request: ({ request: it }) => ({ ...it, stop: [...it.stop, name] }),
    events: () => map((event) => ('text' in event ? { ...event, text: `${event.text}${name}` } : event)),
  });
}

export function pipeline(...stages: StreamStage[]): StagePipeline {
  return watched({}, ...stages);
}

export function watched(
  { limitMs = 30_000, ledger = new StageLedger() }: { limitMs?: number; ledger?: StageLedger },
  ...stages: StreamStage[]
): StagePipeline {
  const registry = new PluginRegistry();
  registry.put({ name: 'p', version: '', source: '', state: 'ready', contributions: { stages } });
  return new StagePipeline(registry, ledger, { stageTimeoutMs: limitMs });
}

export async function events(stages: StagePipeline, source: Observable<GenerationEvent> = of(delta('a'), delta('b'))) {
  return lastValueFrom(stages.run('m', (run) => run.onEvents(asked, () => source)).pipe(toArray()));
}

export async function requestOf(stages: StagePipeline): Promise<GenerationRequest> {
  return lastValueFrom(stages.run('m', (run) => from(run.onRequest(asked))));
}
