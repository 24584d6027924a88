import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  InputTokensRequest,
  ResponseEventStream,
  ResponseEvents,
  ResponseInputTokens,
  type ResponseItem,
  ResponseRequest,
  responseFailure,
  responseGenerationRequest,
  responsePrompt,
  toResponseItems,
  validateRequest,
  WholeResponse,
} from '@predict-otron/dialects';
import { Inference, Models } from '@predict-otron/kernel';
import { type GenerationReader, PluginError } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError } from 'rxjs';
import { sendAnswer } from '../../answer/send-answer.js';
import { streamAnswer } from '../../answer/stream-answer.js';
import { ErrorDocuments } from '../../documentation/error-documents.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../../inference-options.js';
import { logUser } from '../log-user.js';
import { tellDroppedTokens } from '../tell-dropped-tokens.js';
import { beforeEnd } from './before-end.js';
import { ResponseDocument } from './response-document.js';
import { INPUT_TOKENS_EXAMPLES, RESPONSE_EXAMPLES } from './response-examples.js';
import { responseHeadOf } from './response-head-of.js';
import { RESPONSE_STORE, type ResponseStore } from './response-store.js';

/** `POST /v1/responses` and `POST /v1/responses/input_tokens`. */
@ApiTags('OpenAI responses')
@Controller('v1/responses')
export class ResponsesController {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    @Inject(RESPONSE_STORE) private readonly store: ResponseStore,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

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
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = validateRequest(ResponseRequest, body);
    const model = this.models.find(asked.model, 'language');
    const head = responseHeadOf(model);
    const input = await this.conversation(asked, head.id);
    const events = new ResponseEvents(head, asked);
    logUser(request, asked.user);
    const keep = async () => {
      if (events.response.store && events.response.status !== 'in_progress') {
        await this.store.save({ response: events.response, input });
      }
    };
    const generate = (reader?: GenerationReader) =>
      this.inference
        .generate(asked.model, responseGenerationRequest(asked, input), { requestId: request.id, reader })
        .pipe(catchError(renamed), tellDroppedTokens(reply), beforeEnd(keep));
    if (!asked.stream) return sendAnswer(reply, new WholeResponse(events), generate());
    await streamAnswer(reply, new ResponseEventStream(events), generate, this.options);
    // the client knows the id of a response that broke off
    if (events.response.status === 'failed') await keep();
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
  async countTokens(@Body() body: unknown): Promise<ResponseInputTokens> {
    const asked = validateRequest(InputTokensRequest, body);
    const model = this.models.find(asked.model, 'language');
    const { messages, tools } = responsePrompt(asked, await this.conversation(asked, responseHeadOf(model).id));
    const { tokens } = await this.inference.render(asked.model, messages, tools).catch(renamed);
    return { object: 'response.input_tokens', input_tokens: tokens.length };
  }

  /** The whole conversation, that of the previous response first. */
  private async conversation(
    { previous_response_id: previous, input = [] }: ResponseRequest | InputTokensRequest,
    responseId: string,
  ): Promise<ResponseItem[]> {
    const before = previous === undefined ? [] : await this.itemsOf(previous);
    return [...before, ...toResponseItems(input, before, responseId)];
  }

  private async itemsOf(id: string): Promise<ResponseItem[]> {
    const stored = await this.store.find(id);
    if (stored) return [...stored.input, ...stored.response.output];
    throw new PluginError(
      'INPUT_INVALID',
      `Previous response with id '${id}' not found: it was not stored, was deleted or had to make room. Send its conversation as input.`,
      { param: 'previous_response_id', problem: 'previous_response_not_found' },
    );
  }
}

/** Throws the error with the names that a client of this API knows. */
function renamed(error: unknown): never {
  throw responseFailure(error);
}
