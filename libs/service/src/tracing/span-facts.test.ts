import { spanFacts } from './span-facts.js';

const ended = {
  method: 'POST',
  path: '/v1/chat/completions',
  route: '/v1/chat/completions',
  scheme: 'https',
  host: 'models.example:8443',
  status: 200,
};
const work = {
  model: 'tiny',
  promptTokens: 7,
  cachedTokens: 2,
  generatedTokens: 3,
  queueMs: 5,
  firstTokenMs: 250,
  finishReasons: ['tool-calls', 'stop'],
};

it('names what a model did in the words of the conventions, and no content', () => {
  const body = {
    model: 'default',
    temperature: 0.5,
    n: 2,
    seed: 'x',
    messages: [{ role: 'user', content: 'secret' }],
  };
  const facts = spanFacts({ ...ended, body, work });
  expect(facts).toEqual({
    name: 'chat default',
    failed: false,
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/v1/chat/completions',
      'http.response.status_code': 200,
      'url.path': '/v1/chat/completions',
      'url.scheme': 'https',
      'server.address': 'models.example',
      'server.port': 8443,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'predict-otron',
      'gen_ai.request.model': 'default',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.choice.count': 2,
      'gen_ai.response.model': 'tiny',
      'gen_ai.response.finish_reasons': ['tool_calls', 'stop'],
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.cache_read.input_tokens': 2,
      'gen_ai.usage.output_tokens': 3,
      'otron.queue.duration': 0.005,
      'otron.time_to_first_token': 0.25,
    },
  });
});

it.each([
  ['bytes', Buffer.from('{"model":"a"}'), 'chat a'],
  ['bytes that are no JSON', Buffer.from('{'), 'chat'],
  ['a request in another', { request: { model: 'a' }, before: null }, 'chat a'],
  ['a model that is none', { model: 7 }, 'chat'],
  ['a list', [1], 'chat'],
  ['no body', undefined, 'chat'],
])('reads the model of %s', (_, body, name) => {
  expect(spanFacts({ ...ended, body }).name).toBe(name);
});

it.each([
  ['/v1/completions', 'text_completion'],
  ['/v1/messages', 'chat'],
  ['/v1/responses', 'chat'],
  ['/internal/responses', 'chat'],
  ['/api/generate', 'text_completion'],
  ['/api/embed', 'embeddings'],
  ['/v1/embeddings', 'embeddings'],
  ['/v2/models/a/infer', 'embeddings'],
  ['/v1/rerank', 'rerank'],
])('knows what %s has a model do', (path, operation) => {
  expect(spanFacts({ ...ended, path }).attributes['gen_ai.operation.name']).toBe(operation);
});

it('tells of a failure by its code, and whose fault it was', () => {
  const refused = spanFacts({ ...ended, status: 400, code: 'invalid_value' });
  expect([refused.failed, refused.attributes['error.type']]).toEqual([false, 'invalid_value']);
  const broken = spanFacts({ ...ended, method: 'GET', path: '/x/1', route: '/x/:id', host: '', status: 502 });
  expect([broken.name, broken.failed, broken.attributes['error.type']]).toEqual(['GET /x/:id', true, '502']);
  expect(broken.attributes).not.toHaveProperty('gen_ai.operation.name');
});
