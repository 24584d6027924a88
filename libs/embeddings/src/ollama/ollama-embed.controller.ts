import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  checkEmbedContext,
  OllamaEmbedAnswer,
  type OllamaEmbedding,
  OllamaEmbeddingsAnswer,
  OllamaEmbeddingsRequest,
  OllamaEmbedRequest,
  parseOllamaEmbed,
  parseOllamaEmbeddings,
  toOllamaEmbed,
} from '@predict-otron/dialects';
import { Models, QueueClock, TimeLimits, withDeadline } from '@predict-otron/kernel';
import type { FastifyReply } from 'fastify';
import { concat, defer, ignoreElements, map, type Observable, of, tap } from 'rxjs';
import { EmbeddingsService } from '../embedding/embeddings-service.js';
import { whileConnected } from '../http/while-connected.js';
import { OllamaEmbedErrors } from './error-documents.js';

const EMBED_EXAMPLE = { texts: { value: { model: 'default', input: ['The river runs to the sea.', 'Bread.'] } } };
const EMBEDDINGS_EXAMPLE = { text: { value: { model: 'default', prompt: 'The river runs to the sea.' } } };

/** `POST /api/embed`, and `POST /api/embeddings` for older clients. */
@ApiTags('Ollama')
@Controller('api')
export class OllamaEmbedController {
  constructor(
    private readonly embeddings: EmbeddingsService,
    private readonly models: Models,
    private readonly limits: TimeLimits,
  ) {}

  @Post('embed')
  @HttpCode(200)
  @ApiOperation({ summary: 'Vectors of texts' })
  @ApiBody({ type: OllamaEmbedRequest, examples: EMBED_EXAMPLE })
  @ApiOkResponse({ type: OllamaEmbedAnswer })
  @OllamaEmbedErrors()
  embed(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OllamaEmbedAnswer | undefined> {
    return whileConnected(reply.raw, this.answer(parseOllamaEmbed(body), reply.raw));
  }

  @Post('embeddings')
  @HttpCode(200)
  @ApiOperation({ summary: 'Vector of one text, for older clients' })
  @ApiBody({ type: OllamaEmbeddingsRequest, examples: EMBEDDINGS_EXAMPLE })
  @ApiOkResponse({ type: OllamaEmbeddingsAnswer })
  @OllamaEmbedErrors()
  embeddingsOfOne(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OllamaEmbeddingsAnswer | undefined> {
    const answer = this.answer(parseOllamaEmbeddings(body), reply.raw);
    return whileConnected(reply.raw, answer.pipe(map(({ embeddings }) => ({ embedding: embeddings[0] ?? [] }))));
  }

  private answer(asked: OllamaEmbedding, origin: object): Observable<OllamaEmbedAnswer> {
    return defer(() => {
      const start = performance.now();
      const { id, state, contextTokens } = this.models.find(asked.model, 'embedding');
      checkEmbedContext(asked, contextTokens);
      const { deadline, maxQueueMs } = this.limits.of(asked.limit);
      let loadMs = 0;
      const loaded = () => {
        loadMs = state === 'loaded' ? 0 : performance.now() - start;
      };
      const stay = () => asked.keepMs !== undefined && this.models.keep(id, asked.keepMs);
      const result = asked.request
        ? this.embeddings.embed(asked.request, origin)
        : of({ model: id, vectors: [], promptTokens: 0 });
      return concat(
        new QueueClock(maxQueueMs).watch(this.models.loading(id)).pipe(ignoreElements(), tap({ complete: loaded })),
        defer(() => result).pipe(map((it) => toOllamaEmbed(it, { totalMs: performance.now() - start, loadMs }))),
      ).pipe(withDeadline(deadline), tap({ complete: stay }));
    });
  }
}
