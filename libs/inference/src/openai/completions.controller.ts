import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CompletionRequest,
  completionGenerationRequests,
  echoedPrompt,
  mergeGenerations,
  OpenAiEventStream,
  TextChunks,
  TextCompletion,
  validateRequest,
  WholeTextCompletion,
} from '@predict-otron/dialects';
import { Inference, Models } from '@predict-otron/kernel';
import type { GenerationReader } from '@predict-otron/plugin-sdk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answer/send-answer.js';
import { streamAnswer } from '../answer/stream-answer.js';
import { AnswerDocument } from '../documentation/answer-document.js';
import { COMPLETION_EXAMPLES } from '../documentation/completion-examples.js';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { headOf } from './head-of.js';
import { logUser } from './log-user.js';
import { tellDroppedTokens } from './tell-dropped-tokens.js';

/** `POST /v1/completions`. */
@ApiTags('OpenAI')
@Controller('v1/completions')
export class CompletionsController {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Continue one or several texts',
    description: 'The text goes to the model as it is, without its chat template.',
  })
  @ApiBody({ type: CompletionRequest, examples: COMPLETION_EXAMPLES })
  @AnswerDocument({ whole: TextCompletion, chunk: TextCompletion })
  @ErrorDocuments(400, 404, 413, 429, 500, 503)
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const completion = validateRequest(CompletionRequest, body);
    const model = this.models.find(completion.model, 'language');
    const head = headOf('cmpl', model);
    logUser(request, completion.user);
    const asked = completionGenerationRequests(completion);
    const n = completion.n ?? 1;
    const detokenize = (tokens: number[]) => this.inference.detokenize(model.id, tokens, asked[0]);
    const echo = completion.echo ? await Promise.all(asked.map(({ prompt }) => echoedPrompt(prompt, detokenize))) : [];
    // as many prompts at once as the model has slots: more would only stand in line before other clients
    const concurrency = Math.max(1, Math.floor(model.parallel / Math.max(n, completion.best_of ?? n)));
    const generate = (reader?: GenerationReader) => {
      const context = { requestId: request.id, origin: reply.raw, reader };
      const generations = asked.map((one) => this.inference.generate(completion.model, one, context));
      return mergeGenerations(generations, n, concurrency).pipe(tellDroppedTokens(reply, asked.length, n));
    };
    if (!completion.stream) {
      return sendAnswer(reply, new WholeTextCompletion(head, completion, asked.length, echo), generate());
    }
    const chunks = new TextChunks(head, completion, asked.length, echo);
    return streamAnswer(reply, new OpenAiEventStream(chunks), generate, this.options);
  }
}
