import { ApiProperty } from '@nestjs/swagger';
import { MODEL_VERSION } from './infer-response.js';

/** Answer of `GET /v2`. */
export class InferenceServerMetadata {
  @ApiProperty({ example: 'predict-otron' })
  name!: string;

  @ApiProperty({ example: '0.1.0' })
  version!: string;

  @ApiProperty({ type: [String], description: 'Extensions of the protocol that the server has.', example: [] })
  extensions!: string[];
}

/** Answer of `GET /v2/health/live`. */
export class InferenceServerLive {
  @ApiProperty({ example: true })
  live!: boolean;
}

/** Answer of `GET /v2/health/ready`. */
export class InferenceServerReady {
  @ApiProperty({ example: true })
  ready!: boolean;
}

/** Answer of `GET /v2/models/{model}/ready`. */
export class InferenceModelReady {
  @ApiProperty({ example: 'otron-embed-tiny' })
  name!: string;

  @ApiProperty({ description: 'In memory. One that is not is loaded by the first request for it.', example: true })
  ready!: boolean;
}

/** A tensor that a model takes or gives. */
export class TensorMetadata {
  @ApiProperty({ example: 'text' })
  name!: string;

  @ApiProperty({ enum: ['BYTES', 'FP32'] })
  datatype!: 'BYTES' | 'FP32';

  @ApiProperty({ type: 'array', items: { type: 'integer' }, description: '-1 for any size.', example: [-1] })
  shape!: number[];
}

/** Answer of `GET /v2/models/{model}`. */
export class InferenceModelMetadata {
  @ApiProperty({ example: 'otron-embed-tiny' })
  name!: string;

  @ApiProperty({ type: [String], example: [MODEL_VERSION] })
  versions!: string[];

  @ApiProperty({ description: 'The plugin that runs it.', example: 'embeddings-fastembed' })
  platform!: string;

  @ApiProperty({ type: [TensorMetadata] })
  inputs!: TensorMetadata[];

  @ApiProperty({ type: [TensorMetadata] })
  outputs!: TensorMetadata[];
}

/** An embedding model as the Open Inference Protocol tells of it. `dimensions`: -1 where they are not known yet. */
export function toInferenceModel(name: string, platform: string, dimensions: number): InferenceModelMetadata {
  return {
    name,
    versions: [MODEL_VERSION],
    platform,
    inputs: [{ name: 'text', datatype: 'BYTES', shape: [-1] }],
    outputs: [{ name: 'embedding', datatype: 'FP32', shape: [-1, dimensions] }],
  };
}
