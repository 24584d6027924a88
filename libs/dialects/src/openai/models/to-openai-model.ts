import type { OpenAiModel, OpenAiModelKind, OpenAiModelState } from './model-list.js';

/** What is known of a model on disk. */
export interface ModelFacts {
  id: string;
  kind: OpenAiModelKind;
  aliases: string[];
  plugin: string;
  contextTokens: number;
  state: OpenAiModelState;
  reason?: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  isDefault: boolean;
}

/** A model in the shape of OpenAI's list of models. */
export function toOpenAiModel(model: ModelFacts): OpenAiModel {
  return {
    id: model.id,
    object: 'model',
    created: Math.floor(model.modifiedAt / 1000),
    owned_by: model.plugin,
    kind: model.kind,
    aliases: model.aliases,
    is_default: model.isDefault,
    context_tokens: model.contextTokens,
    state: model.state,
    ...(model.reason === undefined ? {} : { reason: model.reason }),
  };
}
