import { anthropicError } from './anthropic/index.js';
import { ollamaError } from './ollama/index.js';
import { openInferenceError } from './open-inference/index.js';
import { openAiError } from './openai/index.js';

/** What tells which API a client speaks; a Fastify request is one of these. */
export interface AskedRequest {
  id: string;
  /** Path and query. */
  url: string;
  headers: Record<string, unknown>;
}

/** Any error as an HTTP answer of the API that the request is of. */
export function dialectError(
  error: unknown,
  { id, url, headers }: AskedRequest,
): { status: number; headers: Record<string, string>; body: object } {
  const [path = ''] = url.split('?', 1);
  if (isMessagesPath(url)) return anthropicError(error, id);
  if (isUnder('/v1/models', path) && headers['anthropic-version'] !== undefined) return anthropicError(error, id);
  if (isUnder('/v2', path)) return openInferenceError(error);
  return isOllamaPath(path) ? ollamaError(error) : openAiError(error);
}

/** Whether a path, with or without its query, is one of Ollama's API. */
export function isOllamaPath(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  return isUnder('/api', path);
}

/** Whether a path, with or without its query, is one of Anthropic's Messages API. */
export function isMessagesPath(url: string): boolean {
  return isUnder('/v1/messages', url.split('?', 1)[0] ?? '');
}

function isUnder(root: string, path: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
