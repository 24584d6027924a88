import { Inject, Injectable, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { Observable } from 'rxjs';
import { KERNEL_OPTIONS, type KernelOptions } from '../configuration/kernel-options.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { StageClock } from './stage-clock.js';
import { StageLedger } from './stage-ledger.js';
import { StageRun } from './stage-run.js';
import { StageWatchdog } from './stage-watchdog.js';

/** For how long a stage may give no event where the configuration says nothing, in milliseconds. */
const STAGE_TIMEOUT_MS = 30_000;

/** All stages of all plugins, as one request meets them. What a stage does wrong ends that request alone. */
@Injectable()
export class StagePipeline implements OnApplicationBootstrap {
  private readonly clock = new StageClock();

  constructor(
    private readonly registry: PluginRegistry,
    private readonly ledger: StageLedger = new StageLedger(),
    @Inject(KERNEL_OPTIONS) private readonly options: Pick<KernelOptions, 'stageTimeoutMs'> = {},
    @Optional() private readonly watchdog?: StageWatchdog,
  ) {}

  onApplicationBootstrap(): void {
    this.watch();
  }

  /** Cold: runs something with the stages of a model, which stay the same until it ends. */
  run<T>(model: string, work: (stages: StageRun) => Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      const present = this.stagesOf(model);
      const ends = present.map(({ record }) => this.registry.uses.begin(record));
      const run = this.open(present);
      subscriber.add(() => {
        for (const end of ends) end();
        for (const visit of run.visits()) this.ledger.visits.next(visit);
      });
      subscriber.add(
        work(run).subscribe({
          next: (value) => subscriber.next(value),
          error: (error: unknown) => {
            run.note(error);
            subscriber.error(error);
          },
          complete: () => subscriber.complete(),
        }),
      );
    });
  }

  private open(present: ReturnType<StagePipeline['stagesOf']>): StageRun {
    this.watch(present.length > 0);
    const { clock, ledger } = this;
    return new StageRun(
      present.map(({ part: stage, record }) => ({
        stage,
        account: { stage: stage.name, plugin: record.name, ms: 0 },
      })),
      {
        clock,
        limitMs: this.options.stageTimeoutMs ?? STAGE_TIMEOUT_MS,
        onBlock: ({ stage, plugin }, ms) => ledger.block({ stage, plugin, ms, at: Date.now() }),
      },
    );
  }

  /** The watch costs a thread: plugins that come with the server have none but in stages. */
  private watch(stages = false): void {
    const isForeign = () => this.registry.running().some(({ launch }) => launch && !launch.bundled);
    if (stages || isForeign()) this.watchdog?.start(this.clock);
  }

  /** In the order of the way in. */
  private stagesOf(model: string) {
    return this.registry
      .present('stages')
      .filter(({ part: { permissions } }) => permissions.models.includes('*') || permissions.models.includes(model))
      .sort((a, b) => a.part.order - b.part.order);
  }
}
