import type { ClassConstructor } from 'class-transformer';
import { CountTokensRequest, MessagesRequest } from '../anthropic/messages/messages-request.js';
import { EmbeddingsRequest } from '../embeddings/embeddings-request.js';
import { OllamaChatRequest } from '../ollama/chat/chat-request.js';
import { OllamaEmbeddingsRequest, OllamaEmbedRequest } from '../ollama/embed/embed-request.js';
import { OllamaGenerateRequest } from '../ollama/generate/generate-request.js';
import { OllamaDeleteRequest, OllamaPullRequest } from '../ollama/models/pull.js';
import { OllamaShowRequest } from '../ollama/models/show.js';
import { InferRequest } from '../open-inference/infer-request.js';
import { ChatCompletionRequest } from '../openai/chat/chat-completion-request.js';
import { CompletionRequest } from '../openai/completions/completion-request.js';
import type { OpenAiModelKind } from '../openai/models/model-list.js';
import { InputTokensRequest } from '../openai/responses/request/input-tokens-request.js';
import { ResponseRequest } from '../openai/responses/request/response-request.js';
import { ApplyTemplateRequest, DetokenizeRequest, TokenizeRequest } from '../openai/tokens/token-requests.js';
import { RerankRequest } from '../rerank/rerank-request.js';
import { PullRequest, VerifyRequest } from '../store/store-requests.js';
import { ANTHROPIC_LIMITS } from './anthropic-limits.js';
import type { Limits } from './limit.js';
import { OLLAMA_EMBED_LIMITS, OLLAMA_LIMITS } from './ollama-limits.js';
import { OPENAI_LIMITS } from './openai-limits.js';

/** An endpoint that takes a body. */
export interface Endpoint {
  path: string;
  Request: ClassConstructor<object>;
  /** Kinds of models that serve it; none where it is about models in general. */
  kinds: OpenAiModelKind[];
  /** What single models change. */
  limits: Limits;
  /** Only these fields of the request count. */
  only?: string[];
}

const LANGUAGE: OpenAiModelKind[] = ['language'];
const EMBEDDING: OpenAiModelKind[] = ['embedding'];

/** All endpoints that take a body. */
export const ENDPOINTS: Endpoint[] = [
  { path: '/v1/chat/completions', Request: ChatCompletionRequest, kinds: LANGUAGE, limits: OPENAI_LIMITS },
  {
    path: '/v1/chat/completions/input_tokens',
    Request: ChatCompletionRequest,
    kinds: LANGUAGE,
    limits: OPENAI_LIMITS,
    only: ['model', 'messages', 'tools', 'tool_choice'],
  },
  { path: '/v1/completions', Request: CompletionRequest, kinds: LANGUAGE, limits: OPENAI_LIMITS },
  { path: '/v1/responses', Request: ResponseRequest, kinds: LANGUAGE, limits: OPENAI_LIMITS },
  { path: '/v1/responses/input_tokens', Request: InputTokensRequest, kinds: LANGUAGE, limits: OPENAI_LIMITS },
  { path: '/v1/messages', Request: MessagesRequest, kinds: LANGUAGE, limits: ANTHROPIC_LIMITS },
  { path: '/v1/messages/count_tokens', Request: CountTokensRequest, kinds: LANGUAGE, limits: ANTHROPIC_LIMITS },
  { path: '/api/chat', Request: OllamaChatRequest, kinds: LANGUAGE, limits: OLLAMA_LIMITS },
  { path: '/api/generate', Request: OllamaGenerateRequest, kinds: LANGUAGE, limits: OLLAMA_LIMITS },
  { path: '/tokenize', Request: TokenizeRequest, kinds: LANGUAGE, limits: {} },
  { path: '/detokenize', Request: DetokenizeRequest, kinds: LANGUAGE, limits: {} },
  { path: '/apply-template', Request: ApplyTemplateRequest, kinds: LANGUAGE, limits: OPENAI_LIMITS },
  { path: '/v1/embeddings', Request: EmbeddingsRequest, kinds: EMBEDDING, limits: OPENAI_LIMITS },
  { path: '/api/embed', Request: OllamaEmbedRequest, kinds: EMBEDDING, limits: OLLAMA_EMBED_LIMITS },
  { path: '/api/embeddings', Request: OllamaEmbeddingsRequest, kinds: EMBEDDING, limits: OLLAMA_EMBED_LIMITS },
  { path: '/v2/models/{model}/infer', Request: InferRequest, kinds: EMBEDDING, limits: OPENAI_LIMITS },
  { path: '/v1/rerank', Request: RerankRequest, kinds: ['rerank', 'embedding'], limits: {} },
  { path: '/api/show', Request: OllamaShowRequest, kinds: ['language', 'embedding', 'rerank'], limits: {} },
  { path: '/models/pull', Request: PullRequest, kinds: [], limits: {} },
  { path: '/models/verify', Request: VerifyRequest, kinds: [], limits: {} },
  { path: '/api/pull', Request: OllamaPullRequest, kinds: [], limits: {} },
  { path: '/api/delete', Request: OllamaDeleteRequest, kinds: [], limits: {} },
];
