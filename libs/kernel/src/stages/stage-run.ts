import type {
  ErrorCode,
  GenerationEvent,
  GenerationReader,
  GenerationRequest,
  StageRequest,
  StreamStage,
} from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { withoutPrompt } from './hidden-prompt.js';
import type { OnBlock, StageAccount, StageClock } from './stage-clock.js';
import { stageFailure, stageFault } from './stage-failure.js';
import type { StageVisit } from './stage-ledger.js';
import { throughStage } from './through-stage.js';
import { WatchedReader } from './watched-reader.js';

/** A stage at work on one request. */
export interface StageAtWork {
  stage: StreamStage;
  account: StageAccount;
}

/** What all stages of a request are run with. */
export interface StageSurroundings {
  clock: StageClock;
  onBlock: OnBlock;
  limitMs: number;
}

/** The stages of one request, as they were when it came: one that is replaced meanwhile goes on here. */
export class StageRun {
  private failed?: { stage: string; code: ErrorCode };

  /** @param stages in the order of the way in, which is also that from the model outwards */
  constructor(
    private readonly stages: readonly StageAtWork[],
    private readonly surroundings: StageSurroundings,
  ) {}

  /** The way in: the request to run, after every stage has had it. */
  async onRequest(asked: StageRequest): Promise<GenerationRequest> {
    let { request } = asked;
    for (const { stage, account } of this.stages) {
      if (!stage.request) continue;
      const changed = await this.change(stage, account, shownTo(stage, { ...asked, request }));
      request = stage.permissions.readPrompts ? changed : { ...changed, prompt: request.prompt };
    }
    return request;
  }

  /** The way out: the model's events, after every stage has had them. The errors of `start`'s events must be PluginErrors. */
  onEvents(
    asked: StageRequest,
    start: (reader?: GenerationReader) => Observable<GenerationEvent>,
    reader?: GenerationReader,
  ): Observable<GenerationEvent> {
    const stages = this.stages.filter(({ stage }) => stage.events);
    if (stages.length === 0) return start(reader);
    const watched = new WatchedReader(reader);
    const isModelWaiting = () => watched.isWaitedFor;
    return stages.reduce(
      (inner, { stage, account }) =>
        throughStage(stage, shownTo(stage, asked), inner, { ...this.surroundings, account, isModelWaiting }),
      start(watched),
    );
  }

  /** Who ended it, if a stage did. */
  note(error: unknown): void {
    const { code, details } = PluginError.from(error);
    if (code === 'STAGE_FAILED' && typeof details.stage === 'string') this.failed = { stage: details.stage, code };
  }

  /** What each stage did. */
  visits(): StageVisit[] {
    return this.stages.map(({ account }) => ({
      ...account,
      ...(this.failed?.stage === account.stage && { code: this.failed.code }),
    }));
  }

  private async change(stage: StreamStage, account: StageAccount, shown: StageRequest): Promise<GenerationRequest> {
    const { clock, onBlock } = this.surroundings;
    try {
      const answer = clock.run(account, () => stage.request?.(shown), onBlock);
      const changed = await this.inTime(stage, account, shown.requestId, answer);
      if (typeof changed !== 'object' || changed === null) throw new Error('it returned no request');
      return changed;
    } catch (error) {
      throw stageFailure(stage.name, shown.requestId, error);
    }
  }

  private async inTime<T>(
    stage: StreamStage,
    account: StageAccount,
    requestId: string,
    answer: T | Promise<T>,
  ): Promise<T> {
    const { limitMs } = this.surroundings;
    const since = performance.now();
    try {
      const late = () => stageFault(stage.name, requestId, `gave no request for ${limitMs} ms.`);
      return await withTimeLimit('its request', limitMs, async () => answer, late);
    } finally {
      account.ms += performance.now() - since;
    }
  }
}

function shownTo(stage: StreamStage, asked: StageRequest): StageRequest {
  return stage.permissions.readPrompts ? asked : { ...asked, request: withoutPrompt(asked.request) };
}
