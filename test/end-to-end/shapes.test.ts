// Long because it is the list of all that both shapes must answer alike.
import { readFileSync } from 'node:fs';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { STORY } from './server.js';
import { type Fleet, SHAPES, startShape } from './shapes.js';

/** One request, and what both shapes must answer to it in the same words. */
interface Asked {
  name: string;
  method?: string;
  path: string;
  /** JSON, unless `raw` is given. */
  body?: object;
  raw?: string;
  headers?: Record<string, string>;
}

const chat = { model: 'default', messages: [{ role: 'user', content: 'What is the capital of France?' }], seed: 7 };
const stream = { ...chat, stream: true, stream_options: { include_usage: true } };
const anthropic = { model: 'default', messages: chat.messages, max_tokens: 8, temperature: 0 };
const embed = { model: 'default', input: ['A short text', 'Another one'] };

const REQUESTS: Asked[] = [
  { name: 'the models', path: '/v1/models' },
  { name: 'the models in pages', path: '/v1/models?limit=1', headers: { 'anthropic-version': '2023-06-01' } },
  { name: 'a language model', path: '/v1/models/otron-tiny-llama' },
  { name: 'an embedding model', path: '/v1/models/otron-embed-tiny' },
  { name: 'no model', path: '/v1/models/none' },
  { name: 'the parameters of an embedding model', path: '/v1/parameters?model=otron-embed-tiny' },
  { name: "Ollama's list", path: '/api/tags' },
  { name: "Ollama's list of what runs", path: '/api/ps' },
  { name: "Ollama's card of an embedding model", path: '/api/show', body: { model: 'otron-embed-tiny' } },
  { name: "Ollama's version", path: '/api/version' },
  { name: 'the plugins', path: '/admin/plugins' },
  { name: 'the slots', path: '/admin/slots' },
  { name: 'the requests that run', path: '/admin/requests' },
  { name: 'the pulls', path: '/models/pulls' },
  { name: 'a pull of nothing', path: '/models/pull', body: { model: 'no such thing' } },
  { name: 'a chat', path: '/v1/chat/completions', body: chat },
  { name: 'a chat under the path of KServe', path: '/openai/v1/chat/completions', body: chat },
  { name: 'a streamed chat', path: '/v1/chat/completions', body: stream },
  {
    name: 'several answers with log probabilities',
    path: '/v1/chat/completions',
    body: { ...chat, n: 3, logprobs: true, top_logprobs: 2, temperature: 0.8, max_tokens: 8 },
  },
  { name: 'a chat in UTF-8', path: '/v1/chat/completions', body: { ...stream, stop: ['日本', 'é'], max_tokens: 6 } },
  {
    name: 'a completion',
    path: '/v1/completions',
    body: { model: 'default', prompt: 'The sun', seed: 3, max_tokens: 8 },
  },
  {
    name: 'a streamed completion of several prompts',
    path: '/v1/completions',
    body: { model: 'default', prompt: ['The sun'], seed: 3, max_tokens: 8, stream: true, echo: true },
  },
  { name: 'a message', path: '/v1/messages', body: anthropic },
  { name: 'a streamed message', path: '/v1/messages', body: { ...anthropic, stream: true } },
  {
    name: "Ollama's chat",
    path: '/api/chat',
    body: { model: 'default', messages: chat.messages, options: { seed: 1 } },
  },
  {
    name: "Ollama's whole answer",
    path: '/api/generate',
    body: { model: 'default', prompt: 'The sun', stream: false, options: { seed: 1, num_predict: 6 } },
  },
  { name: 'tokens', path: '/tokenize', body: { model: 'default', content: 'Hello' } },
  { name: 'text of tokens', path: '/detokenize', body: { model: 'default', tokens: [300, 301] } },
  { name: 'a rendered template', path: '/apply-template', body: { model: 'default', messages: chat.messages } },
  { name: 'embeddings', path: '/v1/embeddings', body: embed },
  { name: 'embeddings in base64', path: '/v1/embeddings', body: { ...embed, encoding_format: 'base64' } },
  { name: 'a ranking', path: '/v1/rerank', body: { model: 'default', query: 'sun', documents: ['moon', 'the sun'] } },
  { name: 'the metadata of KServe', path: '/v2' },
  { name: 'the model of KServe', path: '/v2/models/otron-embed-tiny' },
  {
    name: 'the vectors of KServe',
    path: '/v2/models/default/infer',
    body: { inputs: [{ name: 'text', shape: [1], datatype: 'BYTES', data: ['A short text'] }] },
  },
  // what goes wrong
  { name: 'no model of KServe', path: '/v2/models/none/ready' },
  { name: 'no JSON', path: '/v1/chat/completions', raw: '{"model": ' },
  { name: 'nothing', path: '/v1/chat/completions', raw: '' },
  { name: 'a text', path: '/v1/chat/completions', raw: 'hello', headers: { 'content-type': 'text/plain' } },
  { name: 'a list', path: '/v1/chat/completions', raw: '[]' },
  { name: 'a poisoned key', path: '/v1/chat/completions', raw: '{"__proto__": {}}' },
  { name: 'an unknown field', path: '/v1/chat/completions', body: { ...chat, temprature: 1 } },
  { name: 'an unknown model', path: '/v1/chat/completions', body: { ...chat, model: 'gpt-9' } },
  {
    name: 'a chat with an embedding model',
    path: '/v1/chat/completions',
    body: { ...chat, model: 'otron-embed-tiny' },
  },
  { name: 'embeddings of a language model', path: '/v1/embeddings', body: { ...embed, model: 'otron-tiny-llama' } },
  { name: 'a message without its limit', path: '/v1/messages', body: { ...anthropic, max_tokens: undefined } },
  { name: "Ollama's unknown model", path: '/api/chat', body: { model: 'none', messages: chat.messages } },
  {
    name: 'too long a prompt',
    path: '/v1/chat/completions',
    body: { ...stream, messages: [{ role: 'user', content: 'word '.repeat(5000) }] },
  },
  { name: 'an unknown path', path: '/v1/nothing' },
  { name: 'an unknown path elsewhere', path: '/nothing' },
  { name: 'a wrong method', path: '/v1/embeddings' },
  { name: 'another wrong method', path: '/v1/chat/completions', method: 'DELETE' },
  { name: 'a bad escape', path: '/v1/models/%E0%A4' },
  { name: 'only the head', path: '/v1/models', method: 'HEAD' },
  { name: 'an unknown response', path: '/v1/responses/resp_none' },
  {
    name: 'an answer to no response',
    path: '/v1/responses',
    body: { model: 'default', input: 'x', previous_response_id: 'no' },
  },
  { name: 'an invalid response', path: '/v1/responses', body: { model: 'default', inputs: 'x' } },
  { name: 'a response without JSON', path: '/v1/responses', raw: '{' },
];

const fleets: Fleet[] = [];

beforeAll(async () => {
  for (const shape of SHAPES) fleets.push(await startShape(shape));
});

afterAll(() => Promise.all(fleets.map((fleet) => fleet.end())));

/** Ids, times and places apart. */
function same(text: string): string {
  return text
    .replace(/\b(chatcmpl|cmpl|msg|resp|req|rerank|rs|fc|call)[-_][\da-f-]{32,36}/g, '$1-ID')
    .replace(/"(created|created_at|completed_at)":\s*"?[\d.:TZ-]+"?/g, '"$1":0')
    .replace(/"(\w*_duration|expires_at)":\s*"?[\d.:TZ-]+"?/g, '"$1":0')
    .replace(/"source":"[^"]*"/g, '"source":""');
}

async function answerOf({ server }: Fleet, { path, body, raw, headers, method }: Asked) {
  const sent = raw ?? (body && JSON.stringify(body));
  const response = await fetch(server.url + path, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      ...(sent !== undefined && { 'content-type': 'application/json' }),
      'x-request-id': 'the-same',
      ...headers,
    },
    body: sent,
  });
  // those of the connection are not the answer's
  const {
    date,
    'content-length': _,
    connection: __,
    'keep-alive': ___,
    ...kept
  } = Object.fromEntries(response.headers);
  expect(date).toBeDefined();
  return { status: response.status, headers: kept, body: same(await response.text()) };
}

it.each(REQUESTS)('$name: both answer the same', async (asked) => {
  const answers = [];
  for (const fleet of fleets) answers.push(await answerOf(fleet, asked));
  expect(answers[1]).toEqual(answers[0]);
});

it('keeps conversations, streamed ones too, and goes on with them', async () => {
  const answers = [];
  for (const fleet of fleets) {
    const ask = (more: object) => answerTo(fleet, '/v1/responses', { model: 'default', temperature: 0, ...more });
    const first = await ask({ input: 'What is the capital of France?' });
    const { id } = JSON.parse(first) as { id: string };
    const second = await ask({ input: 'And of Italy?', previous_response_id: id, stream: true });
    const next = /"id":"(resp_\w+)"/.exec(second)?.[1];
    const { url } = fleet.server;
    const kept = await (await fetch(`${url}/v1/responses/${next}`)).text();
    const input = await (await fetch(`${url}/v1/responses/${next}/input_items`)).text();
    const counted = await answerTo(fleet, '/v1/responses/input_tokens', {
      model: 'default',
      previous_response_id: next,
    });
    const forgotten = await (await fetch(`${url}/v1/responses/${id}`, { method: 'DELETE' })).text();
    const gone = await ask({ input: 'x', previous_response_id: id });
    answers.push([first, second, kept, input, counted, forgotten, gone].map(same));
    expect(JSON.parse(kept).status).toBe('completed');
  }
  expect(answers[1]).toEqual(answers[0]);
});

async function answerTo({ server }: Fleet, path: string, body: object): Promise<string> {
  return (await server.post(path, body)).text();
}

it('chats over a WebSocket: a conversation, and a stream that another connection goes on with', async () => {
  const answers = [];
  for (const { server } of fleets) {
    const first = await SocketClient.open(server.url);
    const turns = ['What is the capital of France?', 'And of Italy?'];
    for (const [index, content] of turns.entries()) {
      first.chat(`${index}`, { conversation: 'c', temperature: 0, messages: [{ role: 'user', content }] });
      await first.event('end', `${index}`);
    }
    first.chat('story', { ...STORY, resumable: true });
    const { stream } = await first.event('accepted', 'story');
    first.socket.terminate();
    const second = await SocketClient.open(server.url);
    second.send({ type: 'resume', stream, after: 1 });
    await second.event('end', 'story');
    await second.close();
    const events = [...first.of('0'), ...first.of('1'), ...second.events];
    answers.push(events.map(({ type, id, seq, text, usage, code }) => ({ type, id, seq, text, usage, code })));
  }
  expect(answers[1]).toEqual(answers[0]);
});

it('describes the same API', async () => {
  const paths = [];
  for (const { server } of fleets) {
    const document = await server.json<{ paths: Record<string, object>; components: { schemas: object } }>(
      '/openapi.json',
    );
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    paths.push([operations.sort(), Object.keys(document.components.schemas).sort()]);
  }
  expect(paths[1]).toEqual(paths[0]);
  // and an Ingress leads to all of it
  const { kube } = JSON.parse(readFileSync('apps/server/package.json', 'utf8'));
  const prefixes: string[] = kube.ingress.filter((path: unknown) => typeof path === 'string');
  const [operations = []] = paths[0] as [string[]];
  const unreached = operations
    .map((operation) => operation.split(' ')[1] as string)
    .filter((path) => !prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)));
  expect(unreached).toEqual(['/metrics']);
});

it('lets models come and go, and tells where they are', async () => {
  const seen = [];
  for (const { server } of fleets) {
    const model = async () => {
      const { data } = await server.json<{ data: Record<string, unknown>[] }>('/models');
      return data.map(({ id, kind, state, aliases, size_bytes }) => ({ id, kind, state, aliases, size_bytes }));
    };
    const act = async (what: string) => {
      const answer = await server.post(`/models/otron-tiny-gemma/${what}`, {});
      const { id, state } = (await answer.json()) as Record<string, unknown>;
      return [answer.status, id, state];
    };
    const fit = await server.json('/models/otron-tiny-gemma/fit');
    const states = [await act('load'), await model(), await act('unload'), await model()];
    const { devices, absent, models } =
      await server.json<Record<string, { id: string; model: string }[]>>('/admin/hardware');
    seen.push({
      states,
      fit: [Object.keys(fit), fit.fits, fit.placement],
      devices: devices?.map(({ id }) => id),
      absent: absent?.length,
      models: models?.map(({ model: name }) => name).sort(),
    });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]?.models).toContain('otron-embed-tiny');
});
