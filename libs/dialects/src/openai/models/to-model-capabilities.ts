import type { Capabilities, ModelInfo, Sampling } from '@predict-otron/plugin-sdk';
import type { ContextOverflow, ModelCapabilities, SamplingDefaults, StructuredOutput } from './model-capabilities.js';
import type { OpenAiModelKind } from './model-list.js';

/** What capabilities are told from. */
export interface CapableModel {
  kind: OpenAiModelKind;
  contextTokens: number;
  parallel: number;
  /** From its header: of a language model a `ModelInfo`, of an embedding model an `EmbedderInfo`. */
  info: object;
}

const FORMS: Record<Capabilities['constraints'][number], StructuredOutput[]> = {
  jsonSchema: ['json_object', 'json_schema'],
  gbnf: ['grammar'],
  regex: ['regex'],
  choice: ['choice'],
};
const OVERFLOWS: Record<Capabilities['contextOverflow'][number], ContextOverflow> = {
  refuse: 'refuse',
  trim: 'trim_oldest',
  shift: 'shift',
};

/** What a model can do, in the words of the API. */
export function toModelCapabilities({ kind, contextTokens, parallel, info }: CapableModel): ModelCapabilities {
  const { capabilities: can, defaults, dimensions } = info as Partial<ModelInfo> & { dimensions?: number };
  return {
    context_tokens: contextTokens,
    parallel,
    chat: can?.chat ?? false,
    completions: kind === 'language',
    tools: can?.tools ?? false,
    structured_output: (can?.constraints ?? []).flatMap((constraint) => FORMS[constraint]),
    reasoning: can?.reasoning ?? false,
    logprobs: { generated: can?.logprobs.generated ?? false, prompt: can?.logprobs.prompt ?? false },
    fim: can?.infill ?? false,
    embeddings: kind === 'embedding',
    rerank: kind !== 'language',
    modalities: can?.modalities ?? ['text'],
    context_overflow: (can?.contextOverflow ?? []).map((overflow) => OVERFLOWS[overflow]),
    ...(defaults === undefined ? {} : { defaults: toSamplingDefaults(defaults) }),
    ...(dimensions === undefined ? {} : { dimensions }),
  };
}

function toSamplingDefaults(defaults: Sampling): SamplingDefaults {
  return {
    temperature: defaults.temperature,
    top_p: defaults.topP,
    top_k: defaults.topK,
    min_p: defaults.minP,
    presence_penalty: defaults.presencePenalty,
    frequency_penalty: defaults.frequencyPenalty,
    repeat_penalty: defaults.repeatPenalty,
  };
}
