import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenRequests } from '../http/open-requests.js';
import { HealthAnswer, ReadyAnswer } from './health-answer.js';
import { HealthChecks } from './health-checks.js';

/** Injection token of the version that `GET /health` reports. */
export const SERVICE_VERSION = Symbol('SERVICE_VERSION');

@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly open: OpenRequests,
    @Inject(SERVICE_VERSION) private readonly version: string,
  ) {}

  @Get('health')
  @ApiOperation({ summary: 'Is the process alive?', description: 'Always 200 while the process can answer at all.' })
  @ApiOkResponse({ type: HealthAnswer })
  async health(): Promise<HealthAnswer> {
    return {
      status: 'up',
      version: this.version,
      uptime_seconds: process.uptime(),
      open_requests: this.open.count,
      details: await this.checks.details(),
    };
  }

  @Get('ready')
  @ApiOperation({ summary: 'May requests be sent?', description: 'Not while models are loading or the server stops.' })
  @ApiOkResponse({ type: ReadyAnswer })
  @ApiServiceUnavailableResponse({ type: ReadyAnswer })
  ready(@Res({ passthrough: true }) reply: FastifyReply): ReadyAnswer {
    const waitingFor = this.checks.waitingFor();
    if (!this.open.accepting) waitingFor.shutdown = 'the server is shutting down';
    const ready = Object.keys(waitingFor).length === 0;
    if (!ready) void reply.status(503);
    return { ready, waiting_for: waitingFor };
  }
}
