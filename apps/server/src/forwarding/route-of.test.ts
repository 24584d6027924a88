import { modelOf } from './model-of.js';
import { isRepeatable, routeOf } from './route-of.js';

it.each([
  ['POST', '/v1/chat/completions', 'inference'],
  ['POST', '/v1/messages', 'inference'],
  ['POST', '/api/chat', 'inference'],
  ['POST', '/tokenize', 'inference'],
  ['POST', '/v1/embeddings', 'embeddings'],
  ['POST', '/v1/rerank', 'embeddings'],
  ['POST', '/api/embed', 'embeddings'],
  ['GET', '/v2', 'embeddings'],
  ['POST', '/v2/models/a/infer', 'embeddings'],
  ['POST', '/v1/responses', 'responses'],
  ['GET', '/v1/models', 'all'],
  ['GET', '/admin/slots', 'all'],
  ['GET', '/admin/usage', 'all'],
  ['GET', '/admin/hardware', 'all'],
  ['GET', '/admin/requests', 'all'],
  ['DELETE', '/admin/requests/req_1', 'owner'],
  ['GET', '/models', 'all'],
  ['GET', '/v1/models/owner/model', 'first'],
  ['POST', '/api/show', 'first'],
  ['GET', '/models/a/fit', 'first'],
  ['GET', '/v1/streams/1', 'owner'],
  ['GET', '/models/pulls/1', 'owner'],
  ['POST', '/models/owner/model/load', 'every'],
  ['POST', '/models/a/unload', 'every'],
  ['DELETE', '/models/a', 'every'],
  ['POST', '/models/pull', 'pull'],
  ['POST', '/v1/modelsx', 'inference'],
])('%s %s is answered by: %s', (method, path, to) => {
  expect(routeOf(method, path, {}).to).toBe(to);
});

it("asks inference engines for models in Anthropic's shape", () => {
  expect(routeOf('GET', '/v1/models', { 'anthropic-version': '1' })).toEqual({ to: 'inference' });
});

it.each([
  ['GET', '/models', true],
  ['POST', '/v1/chat/completions', true],
  ['POST', '/api/generate', true],
  ['POST', '/models/pull', false],
  ['DELETE', '/api/delete', false],
  ['POST', '/admin/x', false],
])('%s %s may be sent again: %p', (method, path, may) => {
  expect(isRepeatable(method, path)).toBe(may);
});

it.each([
  ['/v1/chat/completions', '{"model":"a/b"}', 'a/b'],
  ['/v1/chat/completions', '{"model":1}', undefined],
  ['/v1/chat/completions', '{', undefined],
  ['/models/a%2Fb/load?x=1', undefined, 'a/b'],
  ['/models/a/b/unload', undefined, 'a/b'],
  ['/v2/models/a/infer', '{}', 'a'],
  ['/models/%E0/load', undefined, undefined],
])('finds the model of %s %j', (path, body, model) => {
  expect(modelOf({ path, body: body === undefined ? undefined : Buffer.from(body) })).toBe(model);
});
