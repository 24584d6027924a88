import { readFileSync } from 'node:fs';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { InferenceServerLive, InferenceServerMetadata, InferenceServerReady } from '@predict-otron/dialects';
import { Models } from '@predict-otron/kernel';
import type { FastifyReply } from 'fastify';

/** All packages of the server have one version. */
const SERVER_VERSION: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

/** `/v2`: what KServe asks of a server. */
@ApiTags('Open Inference Protocol')
@Controller('v2')
export class OpenInferenceServerController {
  constructor(private readonly models: Models) {}

  @Get()
  @ApiOperation({ summary: 'Name and version of this server' })
  @ApiOkResponse({ type: InferenceServerMetadata })
  describe(): InferenceServerMetadata {
    return { name: 'predict-otron', version: SERVER_VERSION, extensions: [] };
  }

  @Get('health/live')
  @ApiOperation({ summary: 'Is the process alive?' })
  @ApiOkResponse({ type: InferenceServerLive })
  live(): InferenceServerLive {
    return { live: true };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'May requests be sent?', description: 'Not while the default models are loading.' })
  @ApiOkResponse({ type: InferenceServerReady })
  @ApiServiceUnavailableResponse({ type: InferenceServerReady })
  ready(@Res({ passthrough: true }) reply: FastifyReply): InferenceServerReady {
    const ready = this.models.ready();
    if (!ready) void reply.status(503);
    return { ready };
  }
}
