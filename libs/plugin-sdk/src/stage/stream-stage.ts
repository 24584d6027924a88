import type { OperatorFunction } from 'rxjs';
import type { GenerationEvent } from '../generation/generation-event.js';
import type { GenerationRequest } from '../generation/generation-request.js';

/** What a stage may see and do. The kernel holds it to this; what breaks it ends the request with `STAGE_FAILED`. */
export interface StagePermissions {
  /** Model ids that it works on, `*` for all. */
  models: string[];
  /** May it read prompts? Without it, the request it sees has an empty prompt. */
  readPrompts: boolean;
  /**
   * May events leave by themselves, and not only while one comes in? Then back-pressure is told to people as
   * approximate. Text may be held back until a later event without it.
   */
  buffers: boolean;
}

/** What a stage is told of the request it works on. */
export interface StageRequest {
  /** The request's id, as in the log. */
  requestId: string;
  model: string;
  request: GenerationRequest;
}

/**
 * Changes requests on their way in or events on their way out. Stages always run in the server's own process, so they must
 * not keep its thread. One that gives nothing for what it took for a set time (30 s) ends its request with `STAGE_FAILED`.
 */
export interface StreamStage {
  /** Unique among stages. */
  name: string;
  /** Lower runs first on the way in and is nearest to the model on the way out. */
  order: number;
  permissions: StagePermissions;
  /** Returns the request to run instead. Without `readPrompts`, a changed prompt is ignored. Throw a PluginError to refuse. */
  request?(request: StageRequest): GenerationRequest | Promise<GenerationRequest>;
  /** Returns the operator that the events go through. It must keep the order of events. */
  events?(request: StageRequest): OperatorFunction<GenerationEvent, GenerationEvent>;
}
