import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PluginError } from '@predict-otron/plugin-sdk';
import { isOfService } from '@predict-otron/service';
import type { FastifyRequest } from 'fastify';
import { type Spent, SpentTokens } from './spent-tokens.js';

/** For a server in front, which counts what its keys use. */
@ApiExcludeController()
@Controller('internal/spent-tokens')
export class SpentTokensController {
  constructor(private readonly spent: SpentTokens) {}

  /** `arrived`: id of the latest answer that the server got. */
  @Post(':server')
  @HttpCode(200)
  take(@Param('server') server: string, @Query('arrived') arrived: unknown, @Req() request: FastifyRequest): Spent {
    if (isOfService(request.raw)) return this.spent.take(server, String(arrived));
    throw new PluginError('FORBIDDEN', 'This path is for a server in front of this engine, by their --service-token.');
  }
}
