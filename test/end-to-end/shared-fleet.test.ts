import { RedisServer } from '../../libs/service/src/shared/redis-server.fixture.js';
import type { RunningServer } from './server.js';
import { type Fleet, startFleet, startServerBefore } from './shapes.js';

const KEY = 'the-key-of-a-client';
const TOKEN = { OTRON_SERVICE_TOKEN: 'the secret between servers and engines' };
const QUOTA = 'requestsPerMinute=6';
const asClient = { headers: { authorization: `Bearer ${KEY}` } };

const question = { model: 'default', temperature: 0, max_tokens: 8 };

/** A server and engines that all want keys: the client has one for the server alone. */
describe('a server in front of engines with keys', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await startFleet(1, [], {
      engineEnvironment: { ...TOKEN, OTRON_API_KEYS: 'a-key-of-the-engines' },
      serverEnvironment: { ...TOKEN, OTRON_API_KEYS: KEY },
    });
  });

  afterAll(() => fleet?.end());

  const get = async (path: string) => {
    const answer = await fetch(fleet.server.url + path, asClient);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.json() as Promise<Record<string, never>>;
  };

  it('knows their models and their API', async () => {
    const { data } = (await get('/v1/models')) as unknown as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(['otron-tiny-llama', 'otron-embed-tiny']));
    expect(Object.keys((await get('/openapi.json')).paths ?? {})).toEqual(
      expect.arrayContaining(['/v1/chat/completions', '/v1/embeddings']),
    );
  });

  it.each([
    ['/v1/chat/completions', { ...question, messages: [{ role: 'user', content: 'Hi' }] }],
    ['/v1/responses', { model: 'default', input: 'Hi' }],
    ['/v1/embeddings', { model: 'default', input: 'Hi' }],
    ['/models/otron-tiny-gemma/load', {}],
    ['/models/otron-tiny-gemma/unload', {}],
  ])('answers %s to who has a key for it, and to nobody else', async (path, body) => {
    const answer = await fleet.server.post(path, body, asClient);
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
    expect((await fleet.server.post(path, body)).status).toBe(401);
    const [engine] = fleet.inference as [RunningServer];
    expect((await engine.post(path, body, asClient)).status).toBe(401);
    const forged = { headers: { ...asClient.headers, 'x-otron-service-token': 'guessed' } };
    expect((await engine.post(path, body, forged)).status).toBe(401);
  });

  it.each(['/admin/slots', '/admin/plugins', '/admin/hardware', '/admin/requests', '/models'])('shows %s', (path) =>
    get(path),
  );
});

(RedisServer.isInstalled() ? describe : describe.skip)('servers that share a Redis', () => {
  let redis: RedisServer;
  let fleet: Fleet;
  let other: RunningServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const serverEnvironment = {
      ...TOKEN,
      OTRON_API_KEYS: KEY,
      OTRON_KEY_QUOTA: QUOTA,
      OTRON_REDIS_URL: redis.url,
    };
    fleet = await startFleet(1, [], { engineEnvironment: TOKEN, serverEnvironment });
    other = await startServerBefore(fleet, serverEnvironment);
  });

  afterAll(async () => {
    await Promise.all([fleet?.end(), other?.end(), redis?.kill()]);
  });

  const respond = async (server: RunningServer, more: object) => {
    const answer = await server.post('/v1/responses', { model: 'default', temperature: 0, ...more }, asClient);
    return { status: answer.status, body: (await answer.json()) as { id: string } };
  };
  const kept = async (server: RunningServer, id: string) =>
    (await fetch(`${server.url}/v1/responses/${id}`, asClient)).status;
  const isUp = async (server: RunningServer) =>
    /^otron_redis_up (\d)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];

  it('go on with each other’s conversations, and go on by themselves when it dies', async () => {
    const first = await respond(fleet.server, { input: 'What is the capital of France?' });
    expect(first.status).toBe(200);
    expect(await kept(other, first.body.id)).toBe(200);
    const second = await respond(other, { input: 'And of Italy?', previous_response_id: first.body.id });
    expect(second.status).toBe(200);
    expect(await kept(fleet.server, second.body.id)).toBe(200);
    expect([await isUp(fleet.server), await isUp(other)]).toEqual(['1', '1']);

    await redis.kill();
    const third = await respond(fleet.server, { input: 'And of Spain?' });
    expect([third.status, await kept(fleet.server, third.body.id)]).toEqual([200, 200]);
    // what was kept in it is gone, which is said as of any response that is not kept
    expect(await kept(fleet.server, first.body.id)).toBe(404);
    await fleet.server.until(async () => (await isUp(fleet.server)) === '0');
    // it says so when it has tried to connect again
    await fleet.server.printed(/Redis is away/);

    await redis.startAgain();
    await fleet.server.until(async () => (await isUp(fleet.server)) === '1');
    await fleet.server.until(async () => (await isUp(other)) === '1');
    // both count together again: six a minute, of whomever they are asked
    const statuses = [];
    for (let count = 0; count < 8; count += 1) {
      statuses.push((await respond(count % 2 === 0 ? fleet.server : other, { input: 'Hi' })).status);
    }
    expect(statuses).toEqual([...Array(6).fill(200), 429, 429]);
  });
});
