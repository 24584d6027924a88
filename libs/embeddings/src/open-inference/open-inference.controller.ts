import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  InferenceModelMetadata,
  InferenceModelReady,
  InferRequest,
  InferResponse,
  MODEL_VERSION,
  parseInferRequest,
  toInferenceModel,
  toInferResponse,
} from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply } from 'fastify';
import { map } from 'rxjs';
import { EmbeddingsService } from '../embedding/embeddings-service.js';
import { whileConnected } from '../http/while-connected.js';
import { InferenceErrorDocuments } from './error-documents.js';
import { INFER_EXAMPLES } from './infer-examples.js';

const MODEL_DOCUMENT = {
  name: 'model',
  description: 'Id or alias of an embedding model.',
  example: 'otron-embed-tiny',
};

/** `/v2/models/{model}`: embeddings in the Open Inference Protocol of KServe. */
@ApiTags('Open Inference Protocol')
@Controller('v2/models')
export class OpenInferenceController {
  constructor(
    private readonly models: Models,
    private readonly embeddings: EmbeddingsService,
  ) {}

  @Get(':model')
  @ApiOperation({ summary: 'Describe an embedding model' })
  @ApiParam(MODEL_DOCUMENT)
  @ApiOkResponse({ type: InferenceModelMetadata })
  @InferenceErrorDocuments(404)
  describe(@Param('model') model: string): InferenceModelMetadata {
    const { id, plugin, info } = this.models.find(model, 'embedding');
    return toInferenceModel(id, plugin, 'dimensions' in info && info.dimensions > 0 ? info.dimensions : -1);
  }

  @Get(':model/ready')
  @ApiOperation({ summary: 'Is an embedding model in memory?' })
  @ApiParam(MODEL_DOCUMENT)
  @ApiOkResponse({ type: InferenceModelReady })
  @InferenceErrorDocuments(404)
  ready(@Param('model') model: string): InferenceModelReady {
    const { id, state } = this.models.find(model, 'embedding');
    return { name: id, ready: state === 'loaded' };
  }

  @Post(':model/infer')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Vectors of texts',
    description: 'The same as `POST /v1/embeddings` in the shape of KServe.',
  })
  @ApiParam(MODEL_DOCUMENT)
  @ApiBody({ type: InferRequest, examples: INFER_EXAMPLES })
  @ApiOkResponse({ type: InferResponse })
  @InferenceErrorDocuments(400, 404, 413, 429, 500, 503)
  infer(
    @Param('model') model: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InferResponse | undefined> {
    const { request, id } = parseInferRequest(body, model);
    const answer = this.embeddings.embed(request, reply.raw).pipe(map((result) => toInferResponse(result, id)));
    return whileConnected(reply.raw, answer);
  }

  @Get(':model/versions/:version')
  @ApiExcludeEndpoint()
  describeVersion(@Param('model') model: string, @Param('version') version: string): InferenceModelMetadata {
    checkVersion(model, version);
    return this.describe(model);
  }

  @Get(':model/versions/:version/ready')
  @ApiExcludeEndpoint()
  versionReady(@Param('model') model: string, @Param('version') version: string): InferenceModelReady {
    checkVersion(model, version);
    return this.ready(model);
  }

  @Post(':model/versions/:version/infer')
  @HttpCode(200)
  @ApiExcludeEndpoint()
  inferVersion(
    @Param('model') model: string,
    @Param('version') version: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InferResponse | undefined> {
    checkVersion(model, version);
    return this.infer(model, body, reply);
  }
}

function checkVersion(model: string, version: string): void {
  if (version === MODEL_VERSION) return;
  const message = `The model "${model}" has no version "${version}", only "${MODEL_VERSION}".`;
  throw new PluginError('MODEL_NOT_FOUND', message, { param: 'version' });
}
