import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { parseRerankRequest, RerankRequest, RerankResponse, toRerankResponse } from '@predict-otron/dialects';
import type { FastifyReply } from 'fastify';
import { map } from 'rxjs';
import { RerankService } from '../rerank/rerank-service.js';
import { ErrorDocuments } from './error-documents.js';
import { RERANK_EXAMPLES } from './rerank-examples.js';
import { whileConnected } from './while-connected.js';

/** `POST /v1/rerank`. */
@ApiTags('Embeddings')
@Controller('v1/rerank')
export class RerankController {
  constructor(private readonly reranking: RerankService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Documents in the order of how well they answer a query',
    description:
      'The rerank request of Jina and Cohere. A reranking model reads query and document together; with an embedding model their vectors are compared, and the answer says so in `method`.',
  })
  @ApiBody({ type: RerankRequest, examples: RERANK_EXAMPLES })
  @ApiOkResponse({ type: RerankResponse })
  @ErrorDocuments()
  create(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<RerankResponse | undefined> {
    const parsed = parseRerankRequest(body);
    const answer = this.reranking
      .rank(parsed.request, reply.raw)
      .pipe(map((result) => toRerankResponse(`rerank-${randomUUID()}`, result, parsed)));
    return whileConnected(reply.raw, answer);
  }
}
