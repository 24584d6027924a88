// Engines behind a server that are killed at any moment and started again, among requests.
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDLESS, type RunningServer } from '../end-to-end/server.js';
import { type Fleet, startFleet, startInferenceEngine } from '../end-to-end/shapes.js';
import { chance, OPTIONS } from './chaos-options.js';
import { PROBED, Vitals } from './vitals.js';

const CLIENTS = 12;

let fleet: Fleet;
let vitals: Vitals;

beforeAll(async () => {
  fleet = await startFleet(2, ['--threads', '1'], { limits: { health_seconds: 0.2 }, serverEnvironment: PROBED });
  vitals = await Vitals.of(fleet.server);
});
afterAll(() => fleet?.end());

/** One request after the other, until told to stop. */
async function client(number: number, goesOn: () => boolean, seen: Map<string, number>): Promise<void> {
  const { server } = fleet;
  for (let turn = 0; goesOn(); turn += 1) {
    const stream = (number + turn) % 2 === 0;
    const path = number % 4 === 3 ? '/v1/embeddings' : '/v1/chat/completions';
    const body =
      number % 4 === 3 ? { model: 'default', input: 'The river runs.' } : { ...ENDLESS, n: 1, max_tokens: 60, stream };
    const response = await server.post(path, body);
    const text = await response.text().catch(() => 'broken off');
    const code = /"code":"([a-z_]+)"/.exec(text)?.[1];
    const how = `${response.status} ${code ?? (text === 'broken off' ? text : 'whole')}`;
    seen.set(how, (seen.get(how) ?? 0) + 1);
    // as the field asks of clients that are told to come again
    if (response.status !== 200) await sleep(200);
  }
}

it('engines that are killed and come again', async () => {
  const random = chance();
  const seen = new Map<string, number>();
  let running = true;
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number, () => running, seen));
  for (let round = 0; round < OPTIONS.rounds; round += 1) {
    await sleep(500 + random() * 1000);
    const victim = Math.floor(random() * fleet.inference.length);
    const { port } = new URL((fleet.inference[victim] as RunningServer).url);
    await (fleet.inference[victim] as RunningServer).end();
    await sleep(random() * 500);
    fleet.inference[victim] = await startInferenceEngine(['--threads', '1', '--port', port]);
  }
  running = false;
  await Promise.all(clients);
  // a request that had begun is lost with its engine, and its client is told so: nothing else may fail, nothing is an unknown fault
  const allowed =
    /^(200 whole|200 engine_crashed|200 upstream|50[234] (engine_crashed|upstream|disposed|device_unavailable|timeout))$/;
  expect([...seen.keys()].filter((how) => !allowed.test(how))).toEqual([]);
  expect(seen.get('200 whole')).toBeGreaterThan(OPTIONS.rounds * CLIENTS);
  await vitals.areBack();
});
