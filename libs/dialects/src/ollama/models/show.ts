import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '@predict-otron/plugin-sdk';
import { BooleanField } from '../../fields/boolean-field.js';
import { NeutralOnly } from '../../fields/neutral-only.js';
import { StringField } from '../../fields/string-field.js';
import { OllamaModelDetails, type OllamaModelFacts, toOllamaDetails } from './model-details.js';

/** Body of `POST /api/show`. */
export class OllamaShowRequest {
  @StringField({
    required: (request) => (request as OllamaShowRequest).name === undefined,
    minLength: 1,
    description: 'Name of a model of `GET /api/tags`; `name:latest` is `name`.',
    example: 'default',
  })
  model?: string;

  @StringField({ minLength: 1, description: 'Older name of `model`.' })
  name?: string;

  @BooleanField({ description: 'Everything is in the answer either way.', default: false })
  verbose?: boolean;

  @NeutralOnly('Instructions to show instead of the model’s.', [''])
  system?: unknown;

  @NeutralOnly('A template to show instead of the model’s.', [''])
  template?: unknown;

  @NeutralOnly('Options to show instead of the model’s.', [{}])
  options?: unknown;
}

/** Answer of `POST /api/show`. */
export class OllamaModelCard {
  @ApiProperty({ description: 'Always empty: what the file says of a license is not read.' })
  license!: string;

  @ApiProperty({ description: 'A Modelfile that asks for this model.', example: 'FROM otron-tiny-llama' })
  modelfile!: string;

  @ApiProperty({ description: 'The model’s own sampling, a line each.', example: 'temperature 0.8' })
  parameters!: string;

  @ApiProperty({ description: 'The chat template, in Jinja; empty for none.' })
  template!: string;

  @ApiProperty({ type: OllamaModelDetails })
  details!: OllamaModelDetails;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Facts of the file’s header.' })
  model_info!: JsonObject;

  @ApiProperty({ type: [String], description: 'completion, tools, thinking, insert, embedding.' })
  capabilities!: string[];

  @ApiProperty({ format: 'date-time', description: 'When its file was changed.' })
  modified_at!: string;
}

/** A model in the shape of Ollama's card. */
export function toOllamaCard(model: OllamaModelFacts): OllamaModelCard {
  const { id, info, modifiedAt } = model;
  return {
    license: '',
    modelfile: `FROM ${id}\n`,
    parameters: parametersOf(info.defaults),
    template: info.chatTemplate ?? '',
    details: toOllamaDetails(model),
    model_info: modelInfo(model),
    capabilities: capabilitiesOf(model),
    modified_at: new Date(modifiedAt).toISOString(),
  };
}

function parametersOf(defaults: OllamaModelFacts['info']['defaults']): string {
  if (!defaults) return '';
  const lines: [string, number][] = [
    ['temperature', defaults.temperature],
    ['top_k', defaults.topK],
    ['top_p', defaults.topP],
    ['min_p', defaults.minP],
    ['repeat_penalty', defaults.repeatPenalty],
    ['presence_penalty', defaults.presencePenalty],
    ['frequency_penalty', defaults.frequencyPenalty],
  ];
  return lines.map(([name, value]) => `${name} ${value}`).join('\n');
}

function modelInfo({ info }: OllamaModelFacts): JsonObject {
  const { architecture = '' } = info;
  const facts: [string, string | number | undefined][] = [
    ['general.architecture', info.architecture],
    ['general.parameter_count', info.parameters],
    [`${architecture}.context_length`, info.contextTokens],
    [`${architecture}.vocab_size`, info.vocabularyTokens],
    ['embedding_length', info.dimensions],
  ];
  return Object.fromEntries(facts.filter((fact): fact is [string, string | number] => fact[1] !== undefined));
}

function capabilitiesOf({ kind, info: { capabilities } }: OllamaModelFacts): string[] {
  if (kind === 'embedding') return ['embedding'];
  if (kind === 'rerank') return [];
  return [
    'completion',
    ...(capabilities?.tools ? ['tools'] : []),
    ...(capabilities?.reasoning ? ['thinking'] : []),
    ...(capabilities?.infill ? ['insert'] : []),
  ];
}
