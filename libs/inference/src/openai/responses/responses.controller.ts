import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InputTokensRequest, ResponseInputTokens, ResponseRequest } from '@predict-otron/dialects';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorDocuments } from '../../documentation/error-documents.js';
import { BackgroundResponses } from './background-responses.js';
import { type Conversations, ResponseAnswers } from './response-answers.js';
import { ResponseDocument } from './response-document.js';
import { INPUT_TOKENS_EXAMPLES, RESPONSE_EXAMPLES } from './response-examples.js';
import { conversationOf, RESPONSE_STORE, type ResponseStore } from './response-store.js';

/** `POST /v1/responses` and `POST /v1/responses/input_tokens`. */
@ApiTags('OpenAI responses')
@Controller('v1/responses')
export class ResponsesController {
  private readonly conversations: Conversations;

  constructor(
    private readonly answers: ResponseAnswers,
    @Inject(RESPONSE_STORE) store: ResponseStore,
    background: BackgroundResponses,
  ) {
    this.conversations = {
      before: async (id) => conversationOf(await store.find(id)),
      keep: (stored) => store.save(stored),
      background,
    };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Answer a conversation that the server may keep',
    description:
      'With `previous_response_id` only what is new is sent: the server keeps each response for a while, unless `store` is false.',
  })
  @ApiBody({ type: ResponseRequest, examples: RESPONSE_EXAMPLES })
  @ResponseDocument()
  @ErrorDocuments(400, 404, 413, 429, 500, 503)
  create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answers.answer(body, this.conversations, request, reply);
  }

  @Post('input_tokens')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Count the tokens of a conversation',
    description: 'As the model reads it, with its template around it; nothing is generated and nothing is kept.',
  })
  @ApiBody({ type: InputTokensRequest, examples: INPUT_TOKENS_EXAMPLES })
  @ApiOkResponse({ type: ResponseInputTokens })
  @ErrorDocuments(400, 404, 413, 500, 503)
  countTokens(@Body() body: unknown): Promise<ResponseInputTokens> {
    return this.answers.countTokens(body, this.conversations);
  }
}
