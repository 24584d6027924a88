import { Body, Controller, Delete, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  modelIdOf,
  OllamaDeleteRequest,
  OllamaPullProgress,
  OllamaPullRequest,
  pullLine,
  validateRequest,
} from '@predict-otron/dialects';
import type { FastifyReply } from 'fastify';
import { distinctUntilChanged, lastValueFrom, map, takeUntil, tap } from 'rxjs';
import { clientHasLeft, clientLeaves } from '../answer/client-presence.js';
import { StreamedResponse } from '../answer/streamed-response.js';
import { Pulls } from '../store/pulls.js';
import { StoredModels } from '../store/stored-models.js';
import { OllamaErrorDocuments } from './error-documents.js';
import { LinesDocument } from './lines-document.js';

/** `POST /api/pull` and `DELETE /api/delete`, as Ollama's clients expect them. */
@ApiTags('Ollama')
@Controller('api')
export class OllamaPullController {
  constructor(
    private readonly pulls: Pulls,
    private readonly stored: StoredModels,
  ) {}

  @Post('pull')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Download a model',
    description:
      'Names are those of `POST /models/pull`; Ollama’s own registry is not asked. Closing the connection cancels.',
  })
  @ApiBody({ type: OllamaPullRequest })
  @LinesDocument(OllamaPullProgress)
  @OllamaErrorDocuments(400, 403, 413)
  async pull(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { model, name, stream } = validateRequest(OllamaPullRequest, body);
    const { id } = this.pulls.start(modelIdOf(model ?? name ?? ''));
    const lines = this.pulls.watch(id).pipe(
      map((job) => JSON.stringify(pullLine(job))),
      distinctUntilChanged(),
      takeUntil(clientLeaves(reply.raw)),
    );
    if (stream === false) {
      const last = await lastValueFrom(lines, { defaultValue: '{}' });
      if (clientHasLeft(reply.raw)) this.pulls.cancel(id);
      else void reply.type('application/json').send(last);
      return;
    }
    const response = new StreamedResponse(reply, 'application/x-ndjson');
    await lastValueFrom(lines.pipe(tap((line) => response.write(`${line}\n`))), { defaultValue: '' });
    if (clientHasLeft(reply.raw)) this.pulls.cancel(id);
    else response.end('');
  }

  @Delete('delete')
  @ApiOperation({ summary: 'Delete a model' })
  @ApiBody({ type: OllamaDeleteRequest })
  @ApiOkResponse({ description: 'It is gone; the body is empty.' })
  @OllamaErrorDocuments(400, 403, 404, 409, 413)
  async delete(@Body() body: unknown): Promise<void> {
    const { model, name } = validateRequest(OllamaDeleteRequest, body);
    await this.stored.delete(modelIdOf(model ?? name ?? ''));
  }
}
