import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ChatChunks,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  chatGenerationRequest,
  OpenAiEventStream,
  ResponseInputTokens,
  toMessages,
  toTools,
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
import { INPUT_TOKENS_EXAMPLES } from '../documentation/token-examples.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { ChunkAnswer } from '../streams/chunk-answer.js';
import { streamResumably } from '../streams/stream-resumably.js';
import { Streams } from '../streams/streams.js';
import { headOf } from './head-of.js';
import { logUser } from './log-user.js';
import { tellDroppedTokens } from './tell-dropped-tokens.js';

/** `POST /v1/chat/completions` and what counts its tokens. */
@ApiTags('OpenAI')
@Controller('v1/chat/completions')
export class ChatController {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    private readonly streams: Streams,
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
        .generate(chat.model, chatGenerationRequest(chat), { requestId: request.id, origin: reply.raw, reader })
        .pipe(tellDroppedTokens(reply));
    if (!chat.stream) return sendAnswer(reply, new WholeChatCompletion(head, chat), generate());
    if (chat.resumable) {
      const answer = new ChunkAnswer(new ChatChunks(head, chat));
      return streamResumably(this.streams, reply, answer, generate, this.options);
    }
    return streamAnswer(reply, new OpenAiEventStream(new ChatChunks(head, chat)), generate, this.options);
  }

  @Post('input_tokens')
  @HttpCode(200)
  @ApiOperation({ summary: 'Count the tokens of a conversation', description: 'The body is that of a chat request.' })
  @ApiBody({ type: ChatCompletionRequest, examples: INPUT_TOKENS_EXAMPLES })
  @ApiOkResponse({ type: ResponseInputTokens })
  @ErrorDocuments(400, 404, 413, 500, 503)
  async countInputTokens(@Body() body: unknown): Promise<ResponseInputTokens> {
    const { model, messages, tools = [], tool_choice } = validateRequest(ChatCompletionRequest, body);
    const told = tool_choice === 'none' || tools.length === 0 ? undefined : toTools(tools);
    const { tokens } = await this.inference.render(model, toMessages(messages), told);
    return { object: 'response.input_tokens', input_tokens: tokens.length };
  }
}
