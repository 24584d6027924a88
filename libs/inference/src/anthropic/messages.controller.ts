import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AnthropicMessage,
  AnthropicMessageEvent,
  CountTokensRequest,
  MessageEventStream,
  MessageEvents,
  MessagesRequest,
  MessageTokenCount,
  messageHead,
  messagesGenerationRequest,
  toPrompt,
  validateRequest,
  WholeMessage,
} from '@predict-otron/dialects';
import { Inference, Models } from '@predict-otron/kernel';
import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answer/send-answer.js';
import { streamAnswer } from '../answer/stream-answer.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { logUser } from '../openai/log-user.js';
import { AnthropicErrorDocuments } from './error-documents.js';
import { MessageDocument } from './message-document.js';
import { COUNT_TOKENS_EXAMPLES, MESSAGE_EXAMPLES } from './message-examples.js';

/** `POST /v1/messages` and `POST /v1/messages/count_tokens`. */
@ApiTags('Anthropic')
@Controller('v1/messages')
export class MessagesController {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Answer a conversation',
    description: 'The whole conversation is sent each time; what the model has read before is not read again.',
  })
  @ApiBody({ type: MessagesRequest, examples: MESSAGE_EXAMPLES })
  @MessageDocument({ whole: AnthropicMessage, event: AnthropicMessageEvent })
  @AnthropicErrorDocuments(400, 404, 413, 429, 500, 503)
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = validateRequest(MessagesRequest, body);
    const model = this.models.find(asked.model, 'language');
    const head = messageHead(model.id);
    logUser(request, asked.metadata?.user_id);
    void reply.header('request-id', request.id);
    const generate = (reader?: GenerationReader) =>
      this.inference.generate(asked.model, messagesGenerationRequest(asked), {
        requestId: request.id,
        origin: reply.raw,
        reader,
      });
    if (!asked.stream) return sendAnswer(reply, new WholeMessage(head), generate());
    return streamAnswer(reply, new MessageEventStream(new MessageEvents(head), request.id), generate, this.options);
  }

  @Post('count_tokens')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Count the tokens of a conversation',
    description: 'As the model reads it, with its template around it; nothing is generated.',
  })
  @ApiBody({ type: CountTokensRequest, examples: COUNT_TOKENS_EXAMPLES })
  @ApiOkResponse({ type: MessageTokenCount })
  @AnthropicErrorDocuments(400, 404, 413, 500, 503)
  async countTokens(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageTokenCount> {
    const asked = validateRequest(CountTokensRequest, body);
    const { messages, tools } = toPrompt(asked);
    void reply.header('request-id', request.id);
    const told = asked.tool_choice?.type === 'none' ? undefined : tools;
    const { tokens } = await this.inference.render(asked.model, messages, told);
    return { input_tokens: tokens.length };
  }
}
