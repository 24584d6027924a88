import { createHash } from 'node:crypto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Capabilities, Sampling } from '@predict-otron/plugin-sdk';
import type { ModelFacts } from '../../openai/models/to-openai-model.js';
import { taggedName } from '../model-name.js';

/** What is known of a model on disk; what only language models have is absent for others. */
export interface OllamaModelFacts extends ModelFacts {
  file: { path: string };
  /** Milliseconds since the epoch; absent where it stays in memory. */
  expiresAt?: number;
  info: {
    weightBytes: number;
    family?: string;
    architecture?: string;
    parameters?: number;
    contextTokens?: number;
    vocabularyTokens?: number;
    quantization?: string;
    chatTemplate?: string;
    dimensions?: number;
    capabilities?: Capabilities;
    defaults?: Sampling;
  };
}

/** What kind of model it is. */
export class OllamaModelDetails {
  @ApiProperty({ description: 'Always empty: no model is made from another one here.' })
  parent_model!: string;

  @ApiProperty({ enum: ['gguf', 'onnx'] })
  format!: 'gguf' | 'onnx';

  @ApiProperty({ description: 'Empty where it is not known.', example: 'llama' })
  family!: string;

  @ApiProperty({ type: [String], example: ['llama'] })
  families!: string[];

  @ApiProperty({ description: 'Number of weights; empty where it is not known.', example: '4.2M' })
  parameter_size!: string;

  @ApiProperty({ description: 'Empty where it is not known.', example: 'Q8_0' })
  quantization_level!: string;
}

/** A model of `GET /api/tags`. */
export class OllamaModel {
  @ApiProperty({ example: 'otron-tiny-llama:latest' })
  name!: string;

  @ApiProperty({ description: 'The same.', example: 'otron-tiny-llama:latest' })
  model!: string;

  @ApiProperty({ format: 'date-time', description: 'When its file was changed.' })
  modified_at!: string;

  @ApiProperty({ type: 'integer', description: 'Size of the weights in bytes.' })
  size!: number;

  @ApiProperty({ description: 'Changes with the file; made of its id, size and time, not of its content.' })
  digest!: string;

  @ApiProperty({ type: OllamaModelDetails })
  details!: OllamaModelDetails;
}

/** Answer of `GET /api/tags`. */
export class OllamaModelList {
  @ApiProperty({ type: [OllamaModel], description: 'Sorted by name.' })
  models!: OllamaModel[];
}

/** A model of `GET /api/ps`. */
export class OllamaRunningModel extends OllamaModel {
  @ApiProperty({
    format: 'date-time',
    description: 'When it leaves the memory if nobody asks for it; far in the future where it stays.',
  })
  expires_at!: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Tokens of context for each request.', example: 2048 })
  context_length?: number;
}

/** Answer of `GET /api/ps`. */
export class OllamaRunningList {
  @ApiProperty({ type: [OllamaRunningModel], description: 'Models in memory.' })
  models!: OllamaRunningModel[];
}

const NEVER = '9999-12-31T23:59:59.000Z';

/** A model in the shape of Ollama's list. */
export function toOllamaModel(model: OllamaModelFacts): OllamaModel {
  const { id, info, modifiedAt } = model;
  return {
    name: taggedName(id),
    model: taggedName(id),
    modified_at: new Date(modifiedAt).toISOString(),
    size: info.weightBytes,
    digest: createHash('sha256')
      .update(JSON.stringify([id, info.weightBytes, modifiedAt]))
      .digest('hex'),
    details: toOllamaDetails(model),
  };
}

/** A model in memory in the shape of Ollama's list. */
export function toOllamaRunning(model: OllamaModelFacts): OllamaRunningModel {
  return {
    ...toOllamaModel(model),
    expires_at: model.expiresAt === undefined ? NEVER : new Date(model.expiresAt).toISOString(),
    ...(model.kind === 'language' ? { context_length: model.contextTokens } : {}),
  };
}

/** What kind of model it is, in Ollama's words. */
export function toOllamaDetails({ file, info }: OllamaModelFacts): OllamaModelDetails {
  const family = info.family ?? '';
  return {
    parent_model: '',
    format: file.path.endsWith('.gguf') ? 'gguf' : 'onnx',
    family,
    families: family === '' ? [] : [family],
    parameter_size: info.parameters ? shortCount(info.parameters) : '',
    quantization_level: info.quantization ?? '',
  };
}

/** 4,200,000 as `4.2M`. */
function shortCount(count: number): string {
  const [size, unit] = count >= 1e9 ? [1e9, 'B'] : count >= 1e6 ? [1e6, 'M'] : [1e3, 'K'];
  return `${Number((count / size).toFixed(1))}${unit}`;
}
