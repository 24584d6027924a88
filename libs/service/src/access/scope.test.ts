import { isInference, scopesFor } from './scope.js';

it.each([
  ['GET', '/v1/models', 'models:read'],
  ['GET', '/v1/models/acme%2Fchat', 'models:read'],
  ['GET', '/models/pulls/1', 'models:read'],
  ['GET', '/api/tags', 'models:read'],
  ['POST', '/api/show', 'models:read'],
  ['GET', '/openapi.json', 'models:read'],
  ['GET', '/v2/models/x/ready', 'models:read,embeddings'],
  ['POST', '/v2/models/x/infer', 'embeddings'],
  ['POST', '/v1/embeddings?x=1', 'embeddings'],
  ['POST', '/v1/rerank', 'embeddings'],
  ['POST', '/api/embed', 'embeddings'],
  ['POST', '/tokenize', 'chat,embeddings'],
  ['POST', '/v1/chat/completions', 'chat'],
  ['POST', '/v1/messages/count_tokens', 'chat'],
  ['GET', '/v1/responses/resp_1', 'chat'],
  ['GET', '/v1/ws', 'chat'],
  ['POST', '/internal/responses', 'chat'],
  ['POST', '/internal/responses/input_tokens', 'chat'],
  ['POST', '/internal/else', 'admin'],
  ['POST', '/api/generate', 'chat'],
  ['POST', '/models/pull', 'models:write'],
  ['POST', '/%6dodels/x/load', 'models:write'],
  ['DELETE', '/api/delete', 'models:write'],
  ['GET', '/admin/plugins', 'admin'],
  ['GET', '/%61dmin/plugins', 'admin'],
  ['POST', '/v1/models', 'admin'],
  ['GET', '/something/new', 'admin'],
])('%s %s needs %s', (method, url, scopes) => expect(scopesFor(method, url).join()).toBe(scopes));

it.each([
  ['POST', '/v1/chat/completions', true],
  ['POST', '/v1/embeddings', true],
  ['GET', '/v2/health/live', false],
  ['GET', '/v1/models', false],
  ['POST', '/models/pull', false],
])('%s %s is work for a model: %s', (method, url, expected) => expect(isInference(method, url)).toBe(expected));
