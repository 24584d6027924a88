// Long because every fate of a forwarded request needs the same server before engines that do as they are told.
import { setTimeout as sleep } from 'node:timers/promises';
import { NOT_STARTED_HEADER, type Service, startService } from '@predict-otron/service';
import { ServerConfiguration } from '../configuration/server-configuration.js';
import { DEFAULT_SERVICES } from '../configuration/server-shape.js';
import { HighAvailabilityModule } from '../high-availability.module.js';
import { type Behavior, begun, dies, TestEngine, whole } from './engine.fixture.js';

const SSE = 'text/event-stream; charset=utf-8';
const refuses = whole({ error: 'stopping' }, 503, { [NOT_STARTED_HEADER]: 'true', 'retry-after': '5' });
const hangs: Behavior = () => undefined;

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const it of opened.splice(0).reverse()) await it.stop();
});

async function engine(behavior: Behavior): Promise<TestEngine> {
  const it = await TestEngine.start(behavior);
  opened.push(it);
  return it;
}

/** A real server in front of these inference engines. */
async function inFrontOf(inference: { url: string }[], limits = {}, configuration = {}): Promise<Service> {
  const services = {
    inference: inference.map(({ url }) => url),
    embeddings: ['http://127.0.0.1:9'],
    limits: { ...DEFAULT_SERVICES.limits, healthMs: 50, ...limits },
  };
  const module = () =>
    HighAvailabilityModule.register(Object.assign(new ServerConfiguration(), configuration), services);
  const about = { title: 'Test', description: 'Test', version: '1.2.3' };
  const service = await startService(module, {
    about,
    host: '127.0.0.1',
    port: 0,
    logTo: { write: () => undefined },
    shutdownTimeoutMs: 100,
  });
  opened.push(service);
  return service;
}

function ask({ url }: Service, path = '/v1/chat/completions', init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...init.headers };
  return fetch(url + path, { method: 'POST', body: '{ "model":"model" }', ...init, headers });
}

async function codeOf(response: Response): Promise<[number, string]> {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}

describe('a forwarded request', () => {
  it('reaches the engine as it came, and its answer the client', async () => {
    const one = await engine(whole({ fine: true }, 201, { 'x-dropped-tokens': '3' }));
    const server = await inFrontOf([one], {}, { serviceToken: 'secret' });
    const headers = {
      traceparent: '00-a-b-01',
      'x-llm-d-slo-ttft-ms': '5',
      authorization: 'Bearer k',
      'x-request-id': 'r1',
    };
    const answer = await ask(server, '/v1/chat/completions?x=%20y', { headers });
    expect([answer.status, await answer.text()]).toEqual([201, '{"fine":true}']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'x-dropped-tokens': '3', 'x-request-id': 'r1' });
    const [request] = one.requests;
    expect(request).toMatchObject({ url: '/v1/chat/completions?x=%20y', body: '{ "model":"model" }' });
    expect(request?.headers).toMatchObject({
      traceparent: '00-a-b-01',
      'x-llm-d-slo-ttft-ms': '5',
      'x-request-id': 'r1',
      'x-otron-service-token': 'secret',
    });
    expect(request?.headers.authorization).toBeUndefined();
  });

  it('goes on to an engine that is there, and to one that does not refuse', async () => {
    const [stopping, fine] = [await engine(refuses), await engine(whole({ by: 'fine' }))];
    const server = await inFrontOf([{ url: 'http://127.0.0.1:9' }, stopping, fine]);
    for (let i = 0; i < 6; i += 1) expect(await (await ask(server)).json()).toEqual({ by: 'fine' });
    expect(stopping.requests.length).toBeGreaterThan(0);
  });

  it('ends with the last refusal where every engine refuses', async () => {
    const server = await inFrontOf([await engine(refuses)]);
    const answer = await ask(server);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('is answered with 503 where no engine is there', async () => {
    const server = await inFrontOf([{ url: 'http://127.0.0.1:9' }]);
    const answer = await ask(server);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await codeOf(answer)).toEqual([503, 'engine_crashed']);
    expect(await (await ask(server, '/api/chat')).json()).toEqual({
      error: expect.stringMatching(/^No inference engine/),
    });
  });

  it('is sent again once when its engine dies before a word of its answer', async () => {
    const [bad, fine] = [await engine(dies), await engine(whole({ by: 'fine' }))];
    const server = await inFrontOf([bad, fine]);
    for (let i = 0; i < 4; i += 1) expect(await (await ask(server)).json()).toEqual({ by: 'fine' });
    expect(bad.requests.length).toBeGreaterThan(0);
  });

  it('does not kill one engine after the other', async () => {
    const engines = [await engine(dies), await engine(dies), await engine(dies)];
    const server = await inFrontOf(engines);
    expect(await codeOf(await ask(server))).toEqual([502, 'upstream']);
    expect(engines.flatMap(({ requests }) => requests)).toHaveLength(2);
  });

  it('is not sent again where it changes the store of models', async () => {
    const engines = [await engine(dies), await engine(dies)];
    const server = await inFrontOf(engines);
    expect(await codeOf(await ask(server, '/models/pull'))).toEqual([502, 'upstream']);
    expect(engines.flatMap(({ requests }) => requests)).toHaveLength(1);
  });

  it('goes on elsewhere while its stream has only said that it waits', async () => {
    const bad = await engine(begun(': queued, place 3\n\n', SSE, dies));
    const fine = await engine(begun('data: 1\n\n', SSE, (_request, response) => response.end('data: [DONE]\n\n')));
    const server = await inFrontOf([bad, fine]);
    for (let i = 0; i < 4; i += 1) {
      expect(await (await ask(server)).text()).toMatch(/^(: queued, place 3\n\n)?data: 1\n\ndata: \[DONE\]\n\n$/);
    }
    expect(bad.requests.length).toBeGreaterThan(0);
  });

  it.each([
    ['/v1/chat/completions', SSE, 'data: 1\n\nda', /^data: 1\n\ndata: \{"error":\{.*"code":"upstream"\}\}\n\n$/],
    [
      '/v1/messages',
      SSE,
      'event: a\ndata: 1\n\n',
      /^event: a\ndata: 1\n\nevent: error\ndata: \{"type":"error",.*\}\n\n$/,
    ],
    [
      '/api/chat',
      'application/x-ndjson',
      '{"a":1}\n{"a"',
      /^\{"a":1\}\n\{"error":"The inference engine stopped .*"\}\n$/,
    ],
  ])('ends a stream of %s with an error event when its engine dies', async (path, type, text, whole) => {
    const server = await inFrontOf([await engine(begun(text, type, dies))]);
    const answer = await ask(server, path);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(whole)]);
  });

  it('gives an engine that failed a rest', async () => {
    const bad = await engine(begun('data: 1\n\n', SSE, dies));
    const server = await inFrontOf([bad]);
    for (let i = 0; i < 3; i += 1) await (await ask(server)).text();
    expect(await codeOf(await ask(server))).toEqual([503, 'engine_crashed']);
    expect(bad.requests).toHaveLength(3);
  });

  it.each([true, false])('ends at the engine when its client leaves, begun: %p', async (hasBegun) => {
    const one = await engine(hasBegun ? begun('data: 1\n\n', SSE) : hangs);
    const server = await inFrontOf([one]);
    const client = new AbortController();
    const answer = ask(server, undefined, { signal: client.signal }).catch(() => undefined);
    await until(() => one.requests.length === 1);
    if (hasBegun) await (await answer)?.body?.getReader().read();
    client.abort();
    await until(() => one.left === 1);
  });

  it.each([
    ['its overall limit', { overallMs: 200 }, hangs],
    ['the limit of its first byte', { firstByteMs: 200 }, hangs],
  ])('is answered with 504 after %s', async (_name, limits, behavior) => {
    const server = await inFrontOf([await engine(behavior)], limits);
    expect(await codeOf(await ask(server))).toEqual([504, 'timeout']);
  });

  it('ends a stream that falls silent', async () => {
    const server = await inFrontOf([await engine(begun('data: 1\n\n', SSE))], { idleMs: 200 });
    expect(await (await ask(server)).text()).toMatch(/^data: 1\n\ndata: .*"code":"timeout"\}\}\n\n$/);
  });

  it('is not held back: each event comes when it is written', async () => {
    let write = (_text: string) => undefined as unknown;
    const one = await engine((_request, response) => {
      response.writeHead(200, { 'content-type': SSE });
      write = (text) => response.write(text);
      response.flushHeaders();
      write('data: 1\n\n');
    });
    const reader = (await ask(await inFrontOf([one]))).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('data: 1\n\n');
    write('data: 2\n\n');
    expect((await reader?.read())?.value).toBe('data: 2\n\n');
    await reader?.cancel();
  });

  it('passes an answer of many megabytes whole', async () => {
    const numbers = Array.from({ length: 400_000 }, (_, i) => i);
    const server = await inFrontOf([await engine(whole({ numbers }))]);
    expect(await (await ask(server)).json()).toEqual({ numbers });
  });
});

describe('engines with different models', () => {
  const unknown = whole({ error: { code: 'model_not_found' } }, 404);

  it('are asked one after the other, each once', async () => {
    const [hasNot, has] = [await engine(unknown), await engine(whole({ by: 'has' }))];
    const server = await inFrontOf([hasNot, has]);
    for (let i = 0; i < 4; i += 1) expect(await (await ask(server)).json()).toEqual({ by: 'has' });
    has.behavior = unknown;
    const before = hasNot.requests.length;
    expect(await codeOf(await ask(server))).toEqual([404, 'model_not_found']);
    expect(hasNot.requests.length).toBe(before + 1);
  });

  it('pull what one of them pulls', async () => {
    const [one, other] = [await engine(whole({ id: 'job' }, 202)), await engine(whole({ id: 'job' }, 202))];
    const server = await inFrontOf([one, other]);
    const headers = { accept: 'text/event-stream' };
    expect((await ask(server, '/models/pull', { headers })).status).toBe(202);
    await until(() => one.requests.length === 1 && other.requests.length === 1);
    expect([one, other].map(({ requests }) => requests[0]?.headers.accept).sort()).toEqual([
      'application/json',
      'text/event-stream',
    ]);
  });
});

describe('an engine with keys', () => {
  it('answers a server that it knows', async () => {
    const one = await engine(whole({ by: 'one' }));
    one.token = 'secret';
    const server = await inFrontOf([one], {}, { serviceToken: 'secret' });
    expect(await (await ask(server)).json()).toEqual({ by: 'one' });
  });

  it('is no fault of the client where it does not know the server, and is told of in the health', async () => {
    const one = await engine(whole({ by: 'one' }));
    one.token = 'secret';
    const server = await inFrontOf([one]);
    for (const path of ['/v1/chat/completions', '/models/model/load']) {
      expect(await codeOf(await ask(server, path))).toEqual([502, 'upstream']);
    }
    const state = async () => {
      const { details } = (await (await fetch(`${server.url}/health`)).json()) as { details: { inference: [object] } };
      return details.inference[0];
    };
    for (;;) {
      const { state: is, reason } = (await state()) as { state: string; reason?: string };
      if (is !== 'waiting') continue;
      expect(reason).toContain('OTRON_SERVICE_TOKEN');
      break;
    }
  });
});

describe('a server in front', () => {
  it('tells of its engines, and is ready when each service has one', async () => {
    const one = await engine(hangs);
    const server = await inFrontOf([one]);
    const get = async (path: string) => (await fetch(server.url + path)).json() as Promise<Record<string, never>>;
    expect(await get('/ready')).toMatchObject({
      waiting_for: { engines: expect.stringContaining('no embeddings engine is ready') },
    });
    await until(() => true);
    expect(await get('/health')).toMatchObject({ details: { inference: [{ origin: one.url }] } });
  });

  it('loads a model on every engine that has it', async () => {
    const [has, hasNot] = [await engine(whole({ state: 'loaded' })), await engine(whole({ error: {} }, 404))];
    const answer = await ask(await inFrontOf([hasNot, has]), '/models/model/load');
    expect([answer.status, await answer.json()]).toEqual([200, { state: 'loaded' }]);
    expect([has.requests.length, hasNot.requests.length]).toEqual([1, 1]);
  });
});
