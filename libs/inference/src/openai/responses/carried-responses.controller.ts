import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ResponseInputTokens } from '@predict-otron/dialects';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CarriedRequest, carriedRequest } from './carried-request.js';
import { type Conversations, ResponseAnswers } from './response-answers.js';

/** The same as `/v1/responses` for a server in front, which keeps the responses: nothing is kept here. */
@ApiExcludeController()
@Controller('internal/responses')
export class CarriedResponsesController {
  constructor(private readonly answers: ResponseAnswers) {}

  @Post()
  @HttpCode(200)
  create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const carried = carriedRequest(body);
    return this.answers.answer(carried.request, conversationsOf(carried), request, reply);
  }

  @Post('input_tokens')
  @HttpCode(200)
  countTokens(@Body() body: unknown): Promise<ResponseInputTokens> {
    const carried = carriedRequest(body);
    return this.answers.countTokens(carried.request, conversationsOf(carried));
  }
}

function conversationsOf({ before }: CarriedRequest): Conversations {
  return { before: async () => before ?? undefined, keep: async () => undefined };
}
