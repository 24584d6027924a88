import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AnswerPieces,
  chatLine,
  checkContext,
  generateLine,
  isChatLoad,
  isGenerateLoad,
  keepAliveMs,
  modelIdOf,
  OllamaChatAnswer,
  OllamaChatRequest,
  OllamaGenerateAnswer,
  OllamaGenerateRequest,
  OllamaStream,
  ollamaChatGeneration,
  ollamaGenerateGeneration,
  silentAnswer,
  validateRequest,
  WholeOllamaAnswer,
  type WritePiece,
} from '@predict-otron/dialects';
import { Inference, Models, type TimeLimit } from '@predict-otron/kernel';
import type { GenerationReader, GenerationRequest } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answer/send-answer.js';
import { streamAnswer } from '../answer/stream-answer.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { OllamaErrorDocuments } from './error-documents.js';
import { LinesDocument } from './lines-document.js';
import { OLLAMA_CHAT_EXAMPLES, OLLAMA_GENERATE_EXAMPLES } from './ollama-examples.js';

/** `POST /api/chat` and `POST /api/generate`. */
@ApiTags('Ollama')
@Controller('api')
export class OllamaAnswersController {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

  @Post('chat')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer a conversation' })
  @ApiBody({ type: OllamaChatRequest, examples: OLLAMA_CHAT_EXAMPLES })
  @LinesDocument(OllamaChatAnswer)
  @OllamaErrorDocuments(400, 404, 413, 429, 500, 503)
  chat(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = validateRequest(OllamaChatRequest, body);
    const generation = ollamaChatGeneration(asked);
    if (isChatLoad(asked)) return this.load(asked, generation, chatLine, reply);
    return this.answer(asked, generation, chatLine, request, reply);
  }

  @Post('generate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Answer one question, continue a text, or fill a gap' })
  @ApiBody({ type: OllamaGenerateRequest, examples: OLLAMA_GENERATE_EXAMPLES })
  @LinesDocument(OllamaGenerateAnswer)
  @OllamaErrorDocuments(400, 404, 413, 429, 500, 503)
  generate(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = validateRequest(OllamaGenerateRequest, body);
    const generation = ollamaGenerateGeneration(asked);
    if (isGenerateLoad(asked)) return this.load(asked, generation, generateLine, reply);
    return this.answer(asked, generation, generateLine, request, reply);
  }

  /** Ollama's way to have a model loaded, and with `keep_alive: 0` to have it unloaded. */
  private async load(
    { model, options, keep_alive }: OllamaChatRequest | OllamaGenerateRequest,
    limit: TimeLimit,
    write: WritePiece,
    reply: FastifyReply,
  ): Promise<void> {
    const { id, contextTokens } = this.models.find(modelIdOf(model), 'language');
    checkContext(options, contextTokens);
    const keepMs = keepAliveMs(keep_alive);
    if (keepMs !== 0) await this.models.load(id, limit);
    if (keepMs !== undefined) this.models.keep(id, keepMs);
    void reply.send(silentAnswer(id, keepMs === 0 ? 'unload' : 'load', write));
  }

  private async answer(
    asked: OllamaChatRequest | OllamaGenerateRequest,
    generation: GenerationRequest,
    write: WritePiece,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const name = modelIdOf(asked.model);
    const keepAlive = keepAliveMs(asked.keep_alive);
    const { id, contextTokens } = this.models.find(name, 'language');
    checkContext(asked.options, contextTokens);
    const pieces = new AnswerPieces(asked, () => performance.now());
    const generate = (reader?: GenerationReader) =>
      this.inference.generate(name, generation, {
        requestId: request.id,
        origin: reply.raw,
        reader,
        ...(keepAlive !== undefined && { keepAliveMs: keepAlive }),
      });
    if (asked.stream === false) return sendAnswer(reply, new WholeOllamaAnswer(id, pieces, write), generate());
    return streamAnswer(reply, new OllamaStream(id, pieces, write), generate, this.options);
  }
}
