import type {
  Contributions,
  GenerationEvent,
  GenerationRequest,
  LoadedModel,
  ModelRunner,
  PluginError,
} from '@predict-otron/plugin-sdk';
import { lastValueFrom, of, toArray } from 'rxjs';
import type { KernelOptions } from '../configuration/kernel-options.js';
import { echoModel } from '../pool/echo-model.fixture.js';
import { ModelPool } from '../pool/model-pool.js';
import { unknownInfo } from '../pool/unknown-info.js';
import { SlotQueues } from '../queue/slot-queues.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { StagePipeline } from '../stages/stage-pipeline.js';
import { GenerationLedger } from './generation-ledger.js';
import { Inference } from './inference.js';
import { RequestPriority } from './request-priority.js';
import { TimeLimits } from './time-limits.js';

export const request: GenerationRequest = {
  prompt: { text: 'one two' },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
};

type Load = ReturnType<ModelRunner['load']>;

export interface Setting extends Contributions {
  model?: Partial<LoadedModel>;
  load?: () => Load;
  ledger?: GenerationLedger;
  priority?: RequestPriority;
  queueLimit?: number;
  timeLimits?: { requestTimeoutMs?: number; queueTimeoutMs?: number };
}

/** Inference over one language model `m`, which echoes unless the setting says otherwise, and one embedding model `e`. */
export function setUp({
  model,
  load,
  queueLimit = 10,
  timeLimits = {},
  ledger = new GenerationLedger(),
  priority = new RequestPriority(),
  ...contributions
}: Setting = {}): Inference {
  const options = {
    queueLimit,
    threads: 1,
    defaultParallel: 1,
    setupTimeoutMs: 1000,
    models: { m: { aliases: ['alias'] } },
  };
  const describe = (id: string, kind: 'language' | 'embedding') => ({
    kind,
    file: { id, path: `/${id}` },
    modifiedAt: 0,
    sizeBytes: 0,
    plugin: 'p',
    info: unknownInfo(kind, id),
    backend: {
      id: 'echo',
      estimate: async () => [],
      load: load ?? (() => of({ type: 'loaded' as const, model: { ...echoModel(), ...model } })),
    },
  });
  const inventory = { models: [describe('e', 'embedding'), describe('m', 'language')], unknown: ['lora'] };
  const pool = new ModelPool(inventory, options as unknown as KernelOptions);
  const registry = new PluginRegistry();
  registry.put({ name: 'p', version: '', source: '', state: 'ready', contributions });
  return new Inference(
    pool,
    new SlotQueues(options as unknown as KernelOptions),
    new StagePipeline(registry),
    ledger,
    priority,
    new TimeLimits(timeLimits),
  );
}

/** Each event in a word. */
export function brief(event: GenerationEvent): string {
  if (event.type === 'delta') return 'text' in event ? event.text : event.kind;
  if (event.type === 'queued') return `queued ${event.position}`;
  return event.type === 'loading' ? `loading ${event.progress}` : event.type;
}

/** Subscribes, and writes what comes. */
export function ask(inference: Inference, changes: Partial<GenerationRequest> = {}, model = 'm') {
  const seen: string[] = [];
  const subscription = inference.generate(model, { ...request, ...changes }, { requestId: 'r', origin: {} }).subscribe({
    next: (event) => seen.push(brief(event)),
    error: (error: PluginError) => seen.push(error.code),
    complete: () => seen.push('complete'),
  });
  return { seen, cancel: () => subscription.unsubscribe() };
}

/** Lets all that waits for promises go on. */
export const settle = () => new Promise(setImmediate);

export async function answer(
  inference: Inference,
  changes: Partial<GenerationRequest> = {},
  model = 'm',
): Promise<GenerationEvent[]> {
  return lastValueFrom(
    inference.generate(model, { ...request, ...changes }, { requestId: 'r', origin: {} }).pipe(toArray()),
  );
}
