import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ResponseInputTokens, ResponseItem } from '@predict-otron/dialects';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Conversations, ResponseAnswers } from './response-answers.js';

/** What a server that keeps responses itself sends to an engine. */
export interface CarriedRequest {
  /** The client's own request. */
  request: unknown;
  /** The items of the previous response and of what it answers; `null` where there is none of its id. */
  before: ResponseItem[] | null;
}

/** The same as `/v1/responses` for a server in front, which keeps the responses: nothing is kept here. */
@ApiExcludeController()
@Controller('internal/responses')
export class CarriedResponsesController {
  constructor(private readonly answers: ResponseAnswers) {}

  @Post()
  @HttpCode(200)
  create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const carried = asCarried(body);
    return this.answers.answer(carried.request, conversationsOf(carried), request, reply);
  }

  @Post('input_tokens')
  @HttpCode(200)
  countTokens(@Body() body: unknown): Promise<ResponseInputTokens> {
    const carried = asCarried(body);
    return this.answers.countTokens(carried.request, conversationsOf(carried));
  }
}

function asCarried(body: unknown): CarriedRequest {
  if (typeof body === 'object' && body !== null && 'request' in body && 'before' in body) return body as CarriedRequest;
  throw new PluginError('INPUT_INVALID', 'This path is for a server in front of this engine: use /v1/responses.');
}

function conversationsOf({ before }: CarriedRequest): Conversations {
  return { before: async () => before ?? undefined, keep: async () => undefined };
}
