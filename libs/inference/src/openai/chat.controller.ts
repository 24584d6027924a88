import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ChatChunks,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  chatGenerationRequest,
  OpenAiEventStream,
  validateRequest,
  WholeChatCompletion,
} from '@predict-otron/dialects';
import { Inference, Models } from '@predict-otron/kernel';
import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answer/send-answer.js';
import { streamAnswer } from '../answer/stream-answer.js';
import { AnswerDocument } from '../documentation/answer-document.js';
import { CHAT_EXAMPLES } from '../documentation/chat-examples.js';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { headOf } from './head-of.js';
import { logUser } from './log-user.js';
import { tellDroppedTokens } from './tell-dropped-tokens.js';

/** `POST /v1/chat/completions`. */
@ApiTags('OpenAI')
@Controller('v1/chat/completions')
export class ChatController {
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
  @ApiBody({ type: ChatCompletionRequest, examples: CHAT_EXAMPLES })
  @AnswerDocument({ whole: ChatCompletion, chunk: ChatCompletionChunk })
  @ErrorDocuments(400, 404, 413, 429, 500, 503)
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const chat = validateRequest(ChatCompletionRequest, body);
    const model = this.models.find(chat.model, 'language');
    const head = headOf('chatcmpl', model);
    logUser(request, chat.user);
    const generate = (reader?: GenerationReader) =>
      this.inference
        .generate(model.id, chatGenerationRequest(chat), { requestId: request.id, reader })
        .pipe(tellDroppedTokens(reply));
    if (!chat.stream) return sendAnswer(reply, new WholeChatCompletion(head, chat), generate());
    return streamAnswer(reply, new OpenAiEventStream(new ChatChunks(head, chat)), generate, this.options);
  }
}
