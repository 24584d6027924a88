import type { Capabilities, Match, ModelFile, ModelInfo } from '@predict-otron/plugin-sdk';
import { formatOf } from '../format/choose-format.js';
import type { GgufHeader } from '../gguf/header.js';
import type { Family } from './family.js';

/** What this engine can do for any decoder. */
function capabilities(header: GgufHeader): Capabilities {
  return {
    chat: header.chatTemplate !== undefined,
    tools: header.chatTemplate !== undefined,
    constraints: ['jsonSchema', 'gbnf', 'regex', 'choice'],
    reasoning: formatOf(header.chatTemplate).reasoning !== undefined,
    logprobs: { generated: true, prompt: true },
    infill: header.infill,
    contextOverflow: ['refuse', 'trim', 'shift'],
    modalities: ['text'],
  };
}

/** What a header says, as the contract wants it. */
export function modelInfo(file: ModelFile, header: GgufHeader, family: Family, match: Match): ModelInfo {
  const { architecture, parameters, contextTokens, layers, vocabularyTokens, quantization, weightBytes, chatTemplate } =
    header;
  return {
    id: file.id,
    family: family.id,
    architecture,
    parameters,
    contextTokens,
    layers: layers + 1,
    vocabularyTokens,
    quantization,
    weightBytes,
    ...(chatTemplate !== undefined && { chatTemplate }),
    capabilities: capabilities(header),
    defaults: family.defaults(header),
    match,
  };
}

/** What remains where this build of the engine cannot follow grammars. */
export function withoutGrammars(info: ModelInfo): ModelInfo {
  return { ...info, capabilities: { ...info.capabilities, constraints: [] } };
}
