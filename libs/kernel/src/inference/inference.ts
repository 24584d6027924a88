import { Injectable } from '@nestjs/common';
import type {
  GenerationEvent,
  GenerationReader,
  GenerationRequest,
  LoadedModel,
  Message,
  RenderedPrompt,
  StageRequest,
  Tool,
} from '@predict-otron/plugin-sdk';
import { catchError, concatMap, defer, from, lastValueFrom, map, type Observable, of } from 'rxjs';
import { pluginFailure } from '../lifecycle/plugin-failure.js';
import { applyPreset, withInstructions } from '../pool/alias-preset.js';
import { ModelPool } from '../pool/model-pool.js';
import type { PooledModel } from '../pool/pooled-model.js';
import { QueueClock } from '../queue/queue-clock.js';
import { slotDemand } from '../queue/slot-demand.js';
import { SlotQueues } from '../queue/slot-queues.js';
import { StagePipeline } from '../stages/stage-pipeline.js';
import type { StageRun } from '../stages/stage-run.js';
import { GenerationLedger } from './generation-ledger.js';
import { RequestPriority } from './request-priority.js';
import type { RunningGeneration } from './running-generation.js';
import { type TimeLimit, TimeLimits } from './time-limits.js';
import { withDeadline } from './with-deadline.js';

/** What belongs to one request beside what is asked of the model. */
export interface GenerationContext {
  /** As in the log. */
  requestId: string;
  /** The request itself, as those know it who listen to the ledger and who say how urgent it is. */
  origin: object;
  /** Who reads the events, for back-pressure. */
  reader?: GenerationReader;
  /** Milliseconds that the model stays in memory from now on after an answer, infinite for ever; absent: as before. */
  keepAliveMs?: number;
}

type LanguageModel = PooledModel<LoadedModel>;

/** What goes with one generation on its way to the model. */
interface AnswerSurroundings {
  reader?: GenerationReader;
  generation: RunningGeneration;
  stages: StageRun;
  clock: QueueClock;
}

/** Language models at work. */
@Injectable()
export class Inference {
  constructor(
    private readonly pool: ModelPool,
    private readonly queues: SlotQueues,
    private readonly stages: StagePipeline,
    private readonly ledger: GenerationLedger,
    private readonly priority: RequestPriority,
    private readonly limits: TimeLimits,
  ) {}

  /**
   * Cold: subscribing starts, unsubscribing cancels; the time for it counts from this call. `model` is an id, an alias, whose preset applies, or `default`. Loads the model if need be (`loading` events), waits for slots
   * (`queued` events), then gives the model's events. All errors are PluginErrors, among them `MODEL_NOT_FOUND`,
   * `INPUT_INVALID` for more answers than the model generates at a time, `OVERLOADED` and `TIMEOUT`.
   */
  generate(model: string, request: GenerationRequest, context: GenerationContext): Observable<GenerationEvent> {
    const { deadline, maxQueueMs } = this.limits.of(request);
    return defer(() => {
      const pooled = this.pool.find(model, 'language');
      const preset = this.pool.names.presetOf(model);
      if (context.keepAliveMs !== undefined) pooled.keepAlive.set(context.keepAliveMs);
      const { requestId, origin } = context;
      const asked: StageRequest = {
        requestId,
        model: pooled.id,
        request: this.priority.applyTo(preset ? applyPreset(request, preset) : request, origin),
      };
      return this.ledger.follow({ requestId, model: pooled.id, origin }, (generation) =>
        this.stages
          .run(pooled.id, (stages) =>
            from(stages.onRequest(asked)).pipe(
              concatMap((changed) => {
                const { reader } = context;
                const clock = new QueueClock(maxQueueMs);
                const surroundings = { reader, generation, stages, clock };
                return clock.watch(this.answer(pooled, { ...asked, request: changed }, surroundings));
              }),
            ),
          )
          .pipe(withDeadline(deadline)),
      );
    }).pipe(
      catchError((error: unknown) => {
        throw pluginFailure(error, `The request ${context.requestId}`);
      }),
    );
  }

  /** A conversation as the model sees it. */
  async render(model: string, messages: Message[], tools?: Tool[]): Promise<RenderedPrompt> {
    const asked = withInstructions(messages, this.pool.names.presetOf(model)?.system);
    return this.call(model, (it) => it.render(asked, tools));
  }

  async tokenize(model: string, text: string): Promise<number[]> {
    return this.call(model, (it) => it.tokenize(text));
  }

  async detokenize(model: string, tokens: number[], limit?: TimeLimit): Promise<string> {
    return this.call(model, (it) => it.detokenize(tokens), limit);
  }

  /** Requests that run and that wait for slots, over all models. */
  activity(): { running: number; queued: number } {
    return this.queues.activity();
  }

  /** How full the fullest line before a model is, 0 to 1: at 1 its next request is refused. */
  queueFullness(): number {
    return this.queues.fullness();
  }

  private async call<T>(name: string, work: (model: LoadedModel) => Promise<T>, limit: TimeLimit = {}): Promise<T> {
    const { deadline } = this.limits.of(limit);
    const called = this.pool.find(name, 'language').useSilently((model) => from(work(model)));
    return lastValueFrom(called.pipe(withDeadline(deadline)));
  }

  private answer(
    pooled: LanguageModel,
    asked: StageRequest,
    { reader, generation, stages, clock }: AnswerSurroundings,
  ): Observable<GenerationEvent> {
    return whenSlotsKnown(pooled, (slots) =>
      this.queues.of(pooled.id, slots).run(slotDemand(asked.request, slots), (waitedMs) =>
        // only now, so that a long line does not keep the model in memory, and a model that died is loaded again
        pooled.use((model) => {
          clock.stop();
          generation.admitted();
          const generate = (watched?: GenerationReader) =>
            model.generate(asked.request, watched).pipe(map((event) => addWait(event, waitedMs)));
          return stages.onEvents(asked, generate, reader);
        }),
      ),
    );
  }
}

/** How many answers a model generates at a time is its own word: before it gives it, it has to be loaded once. */
function whenSlotsKnown(
  pooled: LanguageModel,
  use: (slots: number) => Observable<GenerationEvent>,
): Observable<GenerationEvent> {
  if (pooled.slots !== undefined) return use(pooled.slots);
  return pooled
    .use(({ parallel }) => of(parallel))
    .pipe(concatMap((event) => (typeof event === 'number' ? use(event) : of(event))));
}

/** The model knows of its own queue alone. */
function addWait(event: GenerationEvent, waitedMs: number): GenerationEvent {
  if (event.type !== 'end') return event;
  return { ...event, timings: { ...event.timings, queueMs: event.timings.queueMs + waitedMs } };
}
