import type { OpenAiModel, OpenAiModelKind, OpenAiModelState } from './model-list.js';
import { type CapableModel, toModelCapabilities } from './to-model-capabilities.js';

/** What is known of a model on disk. */
export interface ModelFacts {
  id: string;
  kind: OpenAiModelKind;
  contextTokens: number;
  aliases: string[];
  plugin: string;
  state: OpenAiModelState;
  reason?: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  isDefault: boolean;
  /** On disk; 0 for what is not fetched yet. */
  sizeBytes?: number;
}

/** A model in the shape of OpenAI's list of models. */
export function toOpenAiModel(model: ModelFacts & CapableModel): OpenAiModel {
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
    ...(model.sizeBytes ? { size_bytes: model.sizeBytes } : {}),
    capabilities: toModelCapabilities(model),
    ...(model.reason === undefined ? {} : { reason: model.reason }),
  };
}
