import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FilePreference } from '@predict-otron/model-store';
import { type Device, type DeviceKind, type LoadOptions, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { catchError, concatMap, defer, from, map, type Observable } from 'rxjs';
import { MemoryLine } from '../budget/memory-line.js';
import { KERNEL_OPTIONS, type KernelOptions } from '../configuration/kernel-options.js';
import { Hardware } from '../hardware/hardware.js';
import { CrashBackoff } from '../isolation/crash-backoff.js';
import { isolatedLoad } from '../isolation/isolated-load.js';
import { CLOSING } from '../lifecycle/closing.js';
import { reasonOf } from '../lifecycle/plugin-failure.js';
import type { BackendChoice } from '../pool/describe-model.js';
import type { Backend } from '../pool/model-kind.js';
import { pluginLogger } from '../registry/plugin-logger.js';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { chooseDevice, type DeviceChoice } from './device-choice.js';
import { type LoadPlan, type PlanQuestion, planLoad, planOnCpu } from './load-plan.js';
import type { PlacementReport } from './placement-report.js';
import { preferredFiles } from './preferred-files.js';
import { isReadOnly } from './read-only.js';

type LoadEvents = ReturnType<Backend['load']>;

const EVERY_KIND: DeviceKind[] = ['cpu', 'cuda', 'metal', 'vulkan', 'other'];

/** Errors that say something of the device and not of the model. */
const DEVICE_FAULTS = ['DEVICE_UNAVAILABLE', 'ENGINE_CRASHED'];

/** Where models run: in this process or in one of their own, on which device, with how many layers. */
@Injectable()
export class Placements {
  private readonly logger = new Logger('Kernel');
  private readonly reports = new Map<string, PlacementReport>();
  private readonly failed = new Map<string, string>();
  private readonly backoffs = new Map<string, CrashBackoff>();

  constructor(
    @Inject(KERNEL_OPTIONS) private readonly options: KernelOptions,
    @Inject(CLOSING) private readonly closing: Observable<void>,
    private readonly hardware: Hardware,
    private readonly memory: MemoryLine,
    private readonly registry: PluginRegistry,
  ) {}

  /** Of each model that was loaded since the start, its last placement. */
  list(): PlacementReport[] {
    return [...this.reports.values()];
  }

  /** Devices that failed at a load, with how; `auto` leaves them out until the server is started again. */
  failures(): Record<string, string> {
    return Object.fromEntries(this.failed);
  }

  /** Where a model goes that names no device and whose backend computes on every kind of it. */
  defaultChoice(devices: readonly Device[]): DeviceChoice {
    return chooseDevice({ asked: this.options.device ?? 'auto', devices, kinds: EVERY_KIND, failed: this.failed });
  }

  /** Which files of a repository suit the device where its model would run; `undefined` where no policy says so. */
  async preferredFiles(repo: string): Promise<FilePreference | undefined> {
    const devices = await this.hardware.known();
    const { deviceId } = this.defaultChoice(devices);
    const byId = (id: string) => devices.find((device) => device.id === id);
    const limit = await this.memory.limitOf(deviceId);
    return preferredFiles({ repo, device: byId(deviceId), cpu: byId('cpu'), limit });
  }

  /** A backend that estimates and loads each model on the device that its settings and the policy give it. */
  place(choice: BackendChoice): Backend {
    const { backend } = choice;
    return {
      id: backend.id,
      ...(backend.offers && { offers: backend.offers }),
      ...(backend.deviceKinds && { deviceKinds: backend.deviceKinds }),
      describe: (file) => backend.describe(file),
      adapts: async (adapter, base) => (await backend.adapts?.(adapter, base)) ?? false,
      estimate: async (file, options) => backend.estimate(file, (await this.plan(choice, file, options)).options),
      planned: async (file, options) => (await this.plan(choice, file, options)).options,
      load: (file, options) => this.load(choice, file, options),
    };
  }

  private load(choice: BackendChoice, file: ModelFile, options: LoadOptions): LoadEvents {
    return defer(async () => {
      const question = await this.question(choice, file, options);
      return { question, plan: await planLoad(question) };
    }).pipe(
      concatMap(({ question, plan }) =>
        this.run(choice, file, plan).pipe(
          catchError((error: unknown) => this.run(choice, file, this.fallback(question, plan, error))),
        ),
      ),
      rising(),
    );
  }

  private run(
    choice: BackendChoice,
    file: ModelFile,
    { options, report, deviceKind, environment }: LoadPlan,
  ): LoadEvents {
    this.reports.set(file.id, report);
    if (report.warning) this.logger.warn(`${file.id}: ${report.warning}`);
    if (!report.isolated) return from(choice.backend.load(file, options));
    const launch = this.registry.running().find(({ name }) => name === choice.plugin)?.launch;
    if (!launch) throw new PluginError('DISPOSED', `The plugin ${choice.plugin} is no longer running.`);
    const { isolate: _, ...plugin } = launch;
    return isolatedLoad({
      file,
      options,
      kind: choice.kind,
      backendId: choice.backend.id,
      backoff: this.backoff(`${report.device} ${file.id}`, file.id),
      child: {
        plugin: { ...plugin, deviceKind },
        environment,
        logger: pluginLogger(choice.plugin),
        closing: this.closing,
      },
      onStart: (pid) => this.reports.set(file.id, { ...report, pid }),
    });
  }

  /** The plan after this one failed. Throws the error where there is none. */
  private fallback(question: PlanQuestion, { report, deviceKind }: LoadPlan, error: unknown): LoadPlan {
    if (deviceKind === 'cpu') throw error;
    const failure = PluginError.from(error);
    const { device } = report;
    if (DEVICE_FAULTS.includes(failure.code)) this.failed.set(device, reasonOf(failure));
    const warning = `The load on ${device} failed, so the CPU is used: ${reasonOf(failure)}`;
    // what has killed one process must not kill this one
    return planOnCpu({ ...question, isolate: question.isolate || failure.code === 'ENGINE_CRASHED' }, warning);
  }

  private async plan(choice: BackendChoice, file: ModelFile, options: LoadOptions): Promise<LoadPlan> {
    return planLoad(await this.question(choice, file, options));
  }

  private async question(choice: BackendChoice, file: ModelFile, options: LoadOptions): Promise<PlanQuestion> {
    const { backend, kind, plugin } = choice;
    const settings = this.options.models?.[file.id] ?? {};
    const launch = this.registry.running().find(({ name }) => name === plugin)?.launch;
    const [devices, info, readOnly] = await Promise.all([
      this.hardware.known(),
      backend.describe(file).catch(() => undefined),
      isReadOnly(file.path),
    ]);
    return {
      file,
      options,
      kind,
      settings,
      ...(info && { info }),
      asked: settings.device ?? this.options.device ?? 'auto',
      kinds: backend.deviceKinds ?? ['cpu'],
      isolate: settings.isolate ?? launch?.isolate ?? false,
      readOnly,
      devices,
      failed: this.failed,
      limit: (deviceId) => this.memory.limitOf(deviceId),
      estimate: (it, planned) => backend.estimate(it, planned),
    };
  }

  private backoff(key: string, modelId: string): CrashBackoff {
    const backoff = this.backoffs.get(key) ?? new CrashBackoff(modelId);
    this.backoffs.set(key, backoff);
    return backoff;
  }
}

/** A load that begins again elsewhere does not fall back in its progress. */
function rising(): (source: LoadEvents) => LoadEvents {
  return (source) =>
    defer(() => {
      let highest = 0;
      return source.pipe(
        map((event) => {
          if (event.type !== 'progress') return event;
          highest = Math.max(highest, event.progress);
          return { ...event, progress: highest };
        }),
      );
    });
}
