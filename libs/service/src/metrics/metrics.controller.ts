import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics.js';

/** `GET /metrics`: open to all, also while the server stops. */
@ApiTags('Health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @ApiOperation({ summary: 'Metrics for Prometheus', description: 'Every name is explained in docs/monitoring.md.' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async show(@Res() reply: FastifyReply): Promise<void> {
    void reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
