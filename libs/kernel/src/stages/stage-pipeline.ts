import { Injectable, Logger } from '@nestjs/common';
import {
  type GenerationEvent,
  type GenerationRequest,
  PluginError,
  type StageRequest,
  type StreamStage,
} from '@predict-otron/plugin-sdk';
import { catchError, defer, from, type Observable } from 'rxjs';
import { PluginRegistry } from '../registry/plugin-registry.js';
import { withoutPrompt, withoutPromptLogprobs } from './hidden-prompt.js';

const logger = new Logger('Kernel');

/** All stages of all plugins, as one request meets them. What a stage throws ends that request alone. */
@Injectable()
export class StagePipeline {
  constructor(private readonly registry: PluginRegistry) {}

  /** The way in: the request to run, after every stage has had it. */
  async onRequest(asked: StageRequest): Promise<GenerationRequest> {
    let { request } = asked;
    for (const stage of this.stagesOf(asked.model)) {
      if (!stage.request) continue;
      try {
        const changed = await stage.request(shownTo(stage, { ...asked, request }));
        if (typeof changed !== 'object' || changed === null) throw new Error('it returned no request');
        request = stage.permissions.readPrompts ? changed : { ...changed, prompt: request.prompt };
      } catch (error) {
        throw stageFailure(stage, error);
      }
    }
    return request;
  }

  /** The way out: the model's events, after every stage has had them. The errors of `events` must be PluginErrors. */
  onEvents(asked: StageRequest, events: Observable<GenerationEvent>): Observable<GenerationEvent> {
    const stages = this.stagesOf(asked.model).filter((stage) => stage.events);
    return stages.reduce((inner, stage) => through(stage, shownTo(stage, asked), inner), events);
  }

  /** In the order of the way in, which is also that from the model outwards. */
  private stagesOf(model: string): StreamStage[] {
    return this.registry
      .parts('stages')
      .map(({ part }) => part)
      .filter(({ permissions: { models } }) => models.includes('*') || models.includes(model))
      .sort((a, b) => a.order - b.order);
  }
}

function shownTo(stage: StreamStage, asked: StageRequest): StageRequest {
  return stage.permissions.readPrompts ? asked : { ...asked, request: withoutPrompt(asked.request) };
}

function through(
  stage: StreamStage,
  asked: StageRequest,
  events: Observable<GenerationEvent>,
): Observable<GenerationEvent> {
  return defer(() => {
    const operator = stage.events?.(asked);
    if (typeof operator !== 'function') throw new Error('its events returned no operator');
    return from((stage.permissions.readPrompts ? operator : withoutPromptLogprobs(operator))(events));
  }).pipe(
    catchError((error: unknown) => {
      throw stageFailure(stage, error);
    }),
  );
}

/** A PluginError is a stage's (or the model's) own word; anything else is a defect of the stage. */
function stageFailure({ name }: StreamStage, error: unknown): PluginError {
  if (PluginError.is(error)) return error;
  const { message, cause } = PluginError.from(error);
  logger.error(`The stage ${name} failed: ${message}`, cause instanceof Error ? cause.stack : undefined);
  return new PluginError('STAGE_FAILED', `The stage "${name}" failed.`, { stage: name }, { cause: error });
}
