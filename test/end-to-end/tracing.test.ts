import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { type RunningServer, startServer } from './server.js';
import { type ReceivedSpan, TraceReceiver } from './trace-receiver.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const SECRET = 'What is the capital of France?';

let receiver: TraceReceiver;
let engine: RunningServer;
let front: RunningServer;

beforeAll(async () => {
  receiver = await TraceReceiver.start();
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '50' };
  engine = await startServer([], 'apps/inference-engine/bundle/main.js', traced);
  const services = { inference_url: engine.url, embeddings_url: engine.url };
  const SERVER_CONFIG = JSON.stringify({ serverMode: 'HighAvailability', services });
  front = await startServer([], undefined, { ...traced, SERVER_CONFIG, OTEL_SERVICE_NAME: 'front' });
});

afterAll(async () => {
  await front?.end();
  await engine?.end();
  await receiver?.stop();
});

/** The spans of the two hops of one request. */
async function hops(match: (span: ReceivedSpan) => boolean) {
  const spans = await receiver.received(2, match);
  const of = (service: string) => spans.find((span) => span.service === service) as ReceivedSpan;
  return { spans, first: of('front'), second: of('predict-otron-inference-engine') };
}

it.each([false, true])('joins the hops of a chat (streamed: %s) to the trace of the caller', async (stream) => {
  const traceId = TRACE.replace(/.$/, stream ? '1' : '2');
  const body = {
    model: 'default',
    messages: [{ role: 'user', content: SECRET }],
    temperature: 0,
    max_tokens: 50,
    stream,
  };
  const headers = { traceparent: `00-${traceId}-${CALLER}-01` };
  const answer = await front.post('/v1/chat/completions', body, { headers });
  const text = await answer.text();
  expect(text).toContain(stream ? '[DONE]' : 'Paris');
  const { spans, first, second } = await hops((span) => span.traceId === traceId);
  expect(spans).toHaveLength(2);
  expect([first.parentId, second.parentId]).toEqual([CALLER, first.spanId]);
  for (const { name, kind, status, attributes } of spans) {
    expect([name, kind, status]).toEqual(['chat default', 2, 0]);
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'default',
      'gen_ai.request.max_tokens': 50,
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
    });
  }
  expect(second.attributes).toMatchObject({
    'gen_ai.response.model': 'otron-tiny-llama',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': expect.any(Number),
    'gen_ai.usage.output_tokens': stream ? expect.any(Number) : JSON.parse(text).usage.completion_tokens,
    'otron.time_to_first_token': expect.any(Number),
  });
  expect(first.ms).toBeGreaterThanOrEqual(0);
  for (const server of [front, engine])
    await server.until(() => server.log().some((line) => line.msg === 'request' && line.traceId === traceId));
});

it('tells of each chat of a WebSocket below the connection that it came by', async () => {
  const traceId = TRACE.replace(/.$/, '3');
  const client = await SocketClient.open(front.url, { headers: { traceparent: `00-${traceId}-${CALLER}-01` } });
  for (const id of ['a', 'b']) {
    client.chat(id, { messages: [{ role: 'user', content: SECRET }], temperature: 0 });
    await client.event('end', id);
  }
  await client.close();
  const spans = await receiver.received(3, (span) => span.traceId === traceId);
  const connection = spans.find(({ service }) => service === 'front') as ReceivedSpan;
  expect([connection.name, connection.parentId]).toEqual(['GET /v1/ws', CALLER]);
  const chats = spans.filter((span) => span !== connection);
  expect(chats.map(({ name, parentId }) => [name, parentId])).toEqual([
    ['chat otron-tiny-llama', connection.spanId],
    ['chat otron-tiny-llama', connection.spanId],
  ]);
  expect(chats[0]?.attributes['gen_ai.response.finish_reasons']).toEqual(['stop']);
  await engine.until(() => engine.log().some((line) => line.msg === 'chat' && line.traceId === traceId));
});

it('says what was wrong by its code, begins traces of its own, and leaves out whom the caller leaves out', async () => {
  await front.post('/v1/chat/completions', { model: 'none', messages: [] }, { headers: { traceparent: 'rubbish' } });
  const { first, second } = await hops((span) => span.name === 'chat none');
  expect(second).toMatchObject({ traceId: first.traceId, parentId: first.spanId, status: 0 });
  expect(first.parentId).toBe('');
  expect(second.attributes).toMatchObject({ 'error.type': expect.stringMatching(/[a-z]/) });
  const unsampled = TRACE.replace(/.$/, '4');
  await fetch(`${front.url}/v1/models`, { headers: { traceparent: `00-${unsampled}-${CALLER}-00` } });
  await fetch(`${front.url}/health`);
  await fetch(`${front.url}/v1/models?after`);
  await receiver.received(2, (span) => span.name.startsWith('GET /v1/') && !span.name.endsWith('ws'));
  expect(receiver.spans.filter(({ traceId }) => traceId === unsampled)).toEqual([]);
  expect(receiver.spans.filter(({ attributes }) => attributes['url.path'] === '/health')).toEqual([]);
});

it('sends no content, and says once in the log when nobody takes traces', async () => {
  expect(receiver.text).toContain('gen_ai.usage.output_tokens');
  for (const content of ['France', 'Paris', 'capital', 'after']) expect(receiver.text).not.toContain(content);
  await receiver.stop();
  await front.post('/v1/chat/completions', { model: 'none', messages: [] });
  await front.printed(/Traces cannot be sent/);
  expect((await front.post('/v1/chat/completions', { model: 'none', messages: [] })).status).toBe(400);
  front.kill('SIGTERM');
  expect(await front.exit).toEqual({ code: 0, signal: null });
});
