import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkNamespace } from './network-namespace.js';
import { eventData, type RunningServer } from './server.js';
import { type Fleet, startFleet, startInferenceEngine } from './shapes.js';

const ENGINES = 4;
const CLIENTS = 64;
/** Slots of an engine: with one engine away there are fewer than clients, so that some requests wait. */
const PARALLEL = 12;
const ENGINE_FLAGS = ['--threads', '1', '--parallel', String(PARALLEL), '--shutdown-timeout', '60'];

/** Between two requests of a client, in milliseconds: leaves the machine time to start engines. */
const PAUSE = 200;

/** How one request ended. */
interface Ending {
  id: string;
  status: number;
  /** The answer reached its end. */
  whole: boolean;
  errors: string[];
}

/** Each engine is a machine of its own where that can be had. */
const namespaces: NetworkNamespace[] = [];

let fleet: Fleet;
const endings: Ending[] = [];
let running = true;
let clients: Promise<void>[] = [];

beforeAll(async () => {
  if (NetworkNamespace.isPossible()) {
    for (let i = 0; i < ENGINES; i += 1) namespaces.push(NetworkNamespace.create(i));
  }
  fleet = await startFleet(ENGINES, ENGINE_FLAGS, { limits: { health_seconds: 0.2 }, namespaces });
  clients = Array.from({ length: CLIENTS }, (_, client) => chatOn(client));
}, 180_000);

afterAll(async () => {
  running = false;
  await Promise.all(clients);
  await fleet?.end();
  for (const namespace of namespaces) namespace.remove();
}, 120_000);

/** A client that asks for one streamed answer after the other. */
async function chatOn(client: number): Promise<void> {
  for (let turn = 0; running; turn += 1) {
    const body = {
      model: 'default',
      messages: [{ role: 'user', content: `Client ${client} asks for the ${turn}th time.` }],
      stream: true,
      max_tokens: 60,
      logit_bias: { 500: 100 },
    };
    const response = await persist(() => fleet.server.post('/v1/chat/completions', body));
    const text = await response.text().catch((error: Error) => `broken: ${error.message}`);
    const data = eventData(text);
    endings.push({
      id: response.headers.get('x-request-id') ?? '',
      status: response.status,
      whole: data.at(-1) === '[DONE]' && text.includes('"finish_reason":"length"'),
      errors: response.ok ? data.filter((json) => json.includes('"error"')) : [text],
    });
    await sleep(PAUSE);
  }
}

/**
 * Sends twice more, as the official clients do by themselves: fetch may take a connection that is just being closed, and
 * where one is closed for its idleness, its neighbors are too.
 */
async function persist(send: () => Promise<Response>): Promise<Response> {
  for (let left = 2; left > 0; left -= 1) {
    const response = await send().catch(() => undefined);
    if (response) return response;
    await sleep(500);
  }
  return send();
}

/** The clients together have had this many more answers. */
async function moreAnswers(count: number): Promise<void> {
  const before = endings.length;
  await fleet.server.until(() => endings.length >= before + count);
}

/** Starts an engine anew at the same address. */
function startAgain(engine: RunningServer): Promise<RunningServer> {
  const { hostname, port } = new URL(engine.url);
  const namespace = namespaces.find(({ address }) => address === hostname);
  return startInferenceEngine(['--port', port, ...ENGINE_FLAGS], namespace);
}

it('loses nothing while every engine is stopped and started again, one after the other', async () => {
  await moreAnswers(CLIENTS);
  for (const [i, engine] of fleet.inference.entries()) {
    engine.kill('SIGTERM');
    expect(await engine.exit).toEqual({ code: 0, signal: null });
    fleet.inference[i] = await startAgain(engine);
  }
  await moreAnswers(CLIENTS);
  expect(endings.filter(({ whole, status }) => !whole || status !== 200)).toEqual([]);
}, 180_000);

it('loses only what an engine that is killed was working on', async () => {
  const killed = fleet.inference[1] as RunningServer;
  const before = endings.length;
  await fleet.server.until(async () => (await killed.slots()).running > PARALLEL / 2);
  killed.kill('SIGKILL');
  await killed.exit;
  await moreAnswers(2 * CLIENTS);
  const broken = endings.slice(before).filter(({ whole }) => !whole);
  // each was told in its stream, and none was anything else's
  expect(broken.length).toBeGreaterThan(0);
  expect(broken.length).toBeLessThanOrEqual(PARALLEL);
  for (const { status, errors } of broken) {
    expect(status).toBe(200);
    expect(errors).toEqual([expect.stringContaining('"code":"upstream"')]);
  }
  const told = fleet.server.log().filter(({ msg }) => msg === 'A forwarded answer broke off.');
  expect(told.map(({ requestId }) => requestId).sort()).toEqual(broken.map(({ id }) => id).sort());
  for (const { engine } of told) expect(engine).toBe(killed.url);
  expect(endings.filter(({ status }) => status !== 200)).toEqual([]);
  // and the others go on, the one that comes back too
  fleet.inference[1] = await startAgain(killed);
  await fleet.server.until(async () => (await (fleet.inference[1] as RunningServer).slots()).running > 0);
}, 180_000);
