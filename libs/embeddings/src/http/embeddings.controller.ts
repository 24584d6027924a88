import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  EmbeddingsRequest,
  EmbeddingsResponse,
  parseEmbeddingsRequest,
  toEmbeddingsResponse,
} from '@predict-otron/dialects';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import { EmbeddingsService } from '../embedding/embeddings-service.js';
import { EMBEDDINGS_EXAMPLES } from './embeddings-examples.js';
import { ErrorDocuments } from './error-documents.js';
import { whileConnected } from './while-connected.js';

/** `POST /v1/embeddings`. */
@ApiTags('Embeddings')
@Controller('v1/embeddings')
export class EmbeddingsController {
  constructor(private readonly embeddings: EmbeddingsService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Vectors of texts',
    description:
      "OpenAI's embeddings. Each text gets its own vector, in order. Texts of all requests are computed together, in batches of similar length.",
  })
  @ApiBody({ type: EmbeddingsRequest, examples: EMBEDDINGS_EXAMPLES })
  @ApiOkResponse({ type: EmbeddingsResponse })
  @ErrorDocuments()
  create(
    @Body() body: unknown,
    @Req() httpRequest: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmbeddingsResponse | undefined> {
    const { request, encodingFormat, user } = parseEmbeddingsRequest(body);
    if (user !== undefined) httpRequest.log.info({ user }, 'The request has a user.');
    const { truncate } = request;
    const answer = this.embeddings
      .embed(request, reply.raw)
      .pipe(map((result) => toEmbeddingsResponse(result, { encodingFormat, truncate })));
    return whileConnected(reply.raw, answer);
  }
}
