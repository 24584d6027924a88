import { Body, Controller, Delete, Get, HttpCode, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { PullRequest, VerifyRequest, validateRequest } from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientLeaves } from '../answer/client-presence.js';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { ModelFitReport, toFitReport } from './model-fit-report.js';
import { ModelStatus, ModelStatusList, toModelStatus } from './model-status.js';
import { PullJob, PullJobList } from './pull-job.js';
import { Pulls } from './pulls.js';
import { StoredModels } from './stored-models.js';
import { StreamDocument, streamPull } from './stream-pull.js';
import { DeletedModel, VerificationReport } from './verification-report.js';

const ID = {
  name: 'id',
  description: 'Id or alias. A `/` or `:` in it may be percent-encoded or not.',
  example: 'otron-tiny-llama',
};

/** The models of this machine: what there is, and how they come and go. */
@ApiTags('Models')
@Controller('models')
export class StoreController {
  constructor(
    private readonly models: Models,
    private readonly pulls: Pulls,
    private readonly stored: StoredModels,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the models with their files, their memory and their last use' })
  @ApiOkResponse({ type: ModelStatusList })
  async list(): Promise<ModelStatusList> {
    const paths = await this.stored.paths();
    const data = this.models.list().map((entry) => toModelStatus(entry, paths.has(entry.file.path)));
    return { object: 'list', data };
  }

  @Post('pull')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Bring a model',
    description:
      'With `Accept: text/event-stream` the progress, each event the job; closing the connection cancels it. Otherwise the job at once, to be polled.',
  })
  @ApiBody({ type: PullRequest })
  @StreamDocument()
  @ErrorDocuments(400, 403, 413)
  async pull(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const job = this.pulls.start(validateRequest(PullRequest, body).model);
    if (!/\btext\/event-stream\b/.test(request.headers.accept ?? '')) return void reply.send(job);
    await streamPull(reply, this.pulls, job.id);
  }

  @Get('pulls')
  @ApiOperation({ summary: 'List the pulls, running and past' })
  @ApiOkResponse({ type: PullJobList })
  listPulls(): PullJobList {
    return { object: 'list', data: this.pulls.list() };
  }

  @Get('pulls/:pull_id')
  @ApiOperation({ summary: 'Tell how far a pull has come' })
  @ApiParam({ name: 'pull_id' })
  @ApiOkResponse({ type: PullJob })
  @ErrorDocuments(404)
  findPull(@Param('pull_id') id: string): PullJob {
    return this.pulls.find(id);
  }

  @Delete('pulls/:pull_id')
  @ApiOperation({ summary: 'Cancel a pull', description: 'What has come is kept: the next pull goes on from there.' })
  @ApiParam({ name: 'pull_id' })
  @ApiOkResponse({ type: PullJob })
  @ErrorDocuments(403, 404)
  cancelPull(@Param('pull_id') id: string): PullJob {
    return this.pulls.cancel(id);
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOperation({ summary: 'Compare the files of the store with their checksums', description: 'Reads all of them.' })
  @ApiBody({ type: VerifyRequest, examples: { all: { summary: 'All models', value: {} } } })
  @ApiOkResponse({ type: VerificationReport })
  @ErrorDocuments(400, 403, 404, 409, 413)
  async verify(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<VerificationReport> {
    const left = new AbortController();
    const presence = clientLeaves(reply.raw).subscribe(() => left.abort());
    try {
      return await this.stored.verify(validateRequest(VerifyRequest, body).model, left.signal);
    } finally {
      presence.unsubscribe();
    }
  }

  @Get(':id')
  @ApiOperation({ summary: 'Tell of one model' })
  @ApiParam(ID)
  @ApiOkResponse({ type: ModelStatus })
  @ErrorDocuments(404)
  async find(@Param('id') id: string): Promise<ModelStatus> {
    const entry = this.models.find(id);
    return toModelStatus(entry, (await this.stored.paths()).has(entry.file.path));
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Delete a model of the store',
    description: 'Whom it is answering is answered to the end first.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeletedModel })
  @ErrorDocuments(403, 404, 409)
  remove(@Param('id') id: string): Promise<DeletedModel> {
    return this.stored.delete(id);
  }

  @Get(':id/fit')
  @ApiOperation({
    summary: 'Tell whether a model fits into the memory',
    description: 'From its header, without loading it.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: ModelFitReport })
  @ErrorDocuments(400, 404)
  async fit(@Param('id') id: string): Promise<ModelFitReport> {
    return toFitReport(await this.models.fit(id));
  }

  @Post(':id/load')
  @HttpCode(200)
  @ApiOperation({ summary: 'Load a model into memory', description: 'Answers when it is there.' })
  @ApiParam(ID)
  @ApiOkResponse({ type: ModelStatus })
  @ErrorDocuments(403, 404, 500, 503)
  async load(@Param('id') id: string): Promise<ModelStatus> {
    await this.models.load(id);
    return this.find(id);
  }

  @Post(':id/unload')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Free the memory of a model',
    description: 'Whom it is answering is answered to the end first.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: ModelStatus })
  @ErrorDocuments(403, 404)
  async unload(@Param('id') id: string): Promise<ModelStatus> {
    await this.models.unload(id);
    return this.find(id);
  }

  /** The same for an id with a `/` in it. */
  @Get('*')
  @ApiExcludeEndpoint()
  findByPath(@Param('*') path: string): Promise<ModelStatus | ModelFitReport> {
    return path.endsWith('/fit') ? this.fit(path.slice(0, -'/fit'.length)) : this.find(path);
  }

  @Delete('*')
  @ApiExcludeEndpoint()
  removeByPath(@Param('*') id: string): Promise<DeletedModel> {
    return this.remove(id);
  }

  @Post('*')
  @HttpCode(200)
  @ApiExcludeEndpoint()
  actByPath(@Param('*') path: string): Promise<ModelStatus> {
    const [, id, action] = /^(.+)\/(load|unload)$/.exec(path) ?? [];
    if (id === undefined)
      throw new NotFoundException(`POST /models/{id}/load and /unload are all there is to do with "${path}".`);
    return action === 'load' ? this.load(id) : this.unload(id);
  }
}
