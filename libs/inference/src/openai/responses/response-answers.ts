import { Inject, Injectable } from '@nestjs/common';
import {
  InputTokensRequest,
  ResponseEventStream,
  ResponseEvents,
  type ResponseInputTokens,
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
import { INFERENCE_OPTIONS, type InferenceOptions } from '../../inference-options.js';
import { logUser } from '../log-user.js';
import { tellDroppedTokens } from '../tell-dropped-tokens.js';
import type { BackgroundResponses } from './background-responses.js';
import { beforeEnd } from './before-end.js';
import { responseHeadOf } from './response-head-of.js';
import type { StoredResponse } from './response-store.js';

/** Where the conversations before a request come from, and where responses are kept. */
export interface Conversations {
  /** The items of a response and of what it answers; `undefined` where it is not kept. */
  before(responseId: string): Promise<ResponseItem[] | undefined>;
  /** Keeps a response that asks for it. */
  keep(stored: StoredResponse): Promise<void>;
  /** Keeps those that go on without their client; absent where that is not possible. */
  background?: BackgroundResponses;
}

/** Answers requests for responses, wherever their conversations are kept. */
@Injectable()
export class ResponseAnswers {
  constructor(
    private readonly inference: Inference,
    private readonly models: Models,
    @Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions,
  ) {}

  async answer(
    body: unknown,
    conversations: Conversations,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const asked = validateRequest(ResponseRequest, body);
    const model = this.models.find(asked.model, 'language');
    const head = responseHeadOf(model);
    if (asked.background && !conversations.background) throw notInBackground();
    const input = await conversation(conversations, asked, head.id);
    const events = new ResponseEvents(head, asked);
    logUser(request, asked.user);
    const keep = async () => {
      if (events.response.store && events.response.status !== 'in_progress') {
        await conversations.keep({ response: events.response, input });
      }
    };
    const generation = (reader?: GenerationReader) =>
      this.inference
        .generate(asked.model, responseGenerationRequest(asked, input), {
          requestId: request.id,
          origin: reply.raw,
          reader,
        })
        .pipe(catchError(renamed));
    if (asked.background) {
      return void reply.send(await conversations.background?.start(events, input, generation()));
    }
    const generate = (reader?: GenerationReader) => generation(reader).pipe(tellDroppedTokens(reply), beforeEnd(keep));
    if (!asked.stream) return sendAnswer(reply, new WholeResponse(events), generate());
    await streamAnswer(reply, new ResponseEventStream(events), generate, this.options);
    // the client knows the id of a response that broke off
    if (events.response.status === 'failed') await keep();
  }

  async countTokens(body: unknown, conversations: Conversations): Promise<ResponseInputTokens> {
    const asked = validateRequest(InputTokensRequest, body);
    const model = this.models.find(asked.model, 'language');
    const items = await conversation(conversations, asked, responseHeadOf(model).id);
    const { messages, tools } = responsePrompt(asked, items);
    const told = asked.tool_choice === 'none' ? undefined : tools;
    const { tokens } = await this.inference.render(asked.model, messages, told).catch(renamed);
    return { object: 'response.input_tokens', input_tokens: tokens.length };
  }
}

/** The whole conversation, that of the previous response first. */
async function conversation(
  conversations: Conversations,
  { previous_response_id: previous, input = [] }: ResponseRequest | InputTokensRequest,
  responseId: string,
): Promise<ResponseItem[]> {
  const before = previous === undefined ? [] : await conversations.before(previous);
  if (before) return [...before, ...toResponseItems(input, before, responseId)];
  throw new PluginError(
    'INPUT_INVALID',
    `Previous response with id '${previous}' not found: it was not stored, was deleted or had to make room. Send its conversation as input.`,
    { param: 'previous_response_id', problem: 'previous_response_not_found' },
  );
}

function notInBackground(): PluginError {
  const message = 'Behind a server in front, responses do not go on without their client yet: leave background out.';
  return new PluginError('UNSUPPORTED', message, { param: 'background' });
}

/** Throws the error with the names that a client of this API knows. */
function renamed(error: unknown): never {
  throw responseFailure(error);
}
