import type { ClassConstructor } from 'class-transformer';
import { EmbeddingsRequest } from '../../embeddings/embeddings-request.js';
import { RerankRequest } from '../../rerank/rerank-request.js';
import { ChatCompletionRequest } from '../chat/chat-completion-request.js';
import { CompletionRequest } from '../completions/completion-request.js';
import type { OpenAiModel, OpenAiModelKind } from '../models/model-list.js';
import { InputTokensRequest } from '../responses/request/input-tokens-request.js';
import { ResponseRequest } from '../responses/request/response-request.js';
import { limitToModel } from './limit-to-model.js';
import type { ParameterList } from './parameter-list.js';
import { toParameters } from './to-parameters.js';

interface Endpoint {
  path: string;
  Request: ClassConstructor<object>;
  /** Kinds of models that serve it. */
  kinds: OpenAiModelKind[];
}

const ENDPOINTS: Endpoint[] = [
  { path: '/v1/chat/completions', Request: ChatCompletionRequest, kinds: ['language'] },
  { path: '/v1/completions', Request: CompletionRequest, kinds: ['language'] },
  { path: '/v1/responses', Request: ResponseRequest, kinds: ['language'] },
  { path: '/v1/responses/input_tokens', Request: InputTokensRequest, kinds: ['language'] },
  { path: '/v1/embeddings', Request: EmbeddingsRequest, kinds: ['embedding'] },
  { path: '/v1/rerank', Request: RerankRequest, kinds: ['rerank', 'embedding'] },
];

/** What becomes of each field of each endpoint's requests: on this server, or with one model. */
export function parameterListOf(model?: Pick<OpenAiModel, 'id' | 'kind' | 'capabilities'>): ParameterList {
  const served = ENDPOINTS.filter(({ kinds }) => !model || kinds.includes(model.kind));
  return {
    object: 'list',
    ...(model ? { model: model.id } : {}),
    data: served.map(({ path, Request }) => ({
      endpoint: path,
      parameters: toParameters(Request).map((parameter) =>
        model ? limitToModel(parameter, model.capabilities) : parameter,
      ),
    })),
  };
}
