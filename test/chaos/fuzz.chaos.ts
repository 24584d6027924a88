// Very many requests over all endpoints, on the wire as they come from chance: no fault of the server's own, no hang, no
// growth. What falls out is printed with its seed; `--seed` tries the same again.
import { cpSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { OWN_FAULT } from '../end-to-end/right-bodies.js';
import { type RunningServer, startServer } from '../end-to-end/server.js';
import { type Fleet, startFleet } from '../end-to-end/shapes.js';
import { OPTIONS } from './chaos-options.js';
import { type FuzzBytes, fuzzBytes, NAMED_BYTES, wrongAnswers } from './fuzz-bytes.js';
import { type FuzzFrames, framesOf, GOODBYE, HANDSHAKE, NAMED_FRAMES, serverFrames } from './fuzz-frames.js';
import { type ApiDocument, closeConnections, type FuzzRequest, requestsOf, send } from './fuzz-requests.js';
import { RawClient, requestBytes } from './raw-client.js';
import type { Schema } from './schema-bodies.js';
import { Playground } from './stored-model.js';
import { type Held, held, PROBED, Vitals } from './vitals.js';

/** None asks for more than a small context of tokens; what takes this long, in ms, hangs. */
const HANGS = 60_000;
const AT_ONCE = 12;
/** Made at a time; a seed belongs to each such piece. */
const PIECE = 250;
/** After so many the process's memory is looked at. */
const LOOK = 2500;

jest.setTimeout(60_000 + OPTIONS.requests * 1000);

let ground: Playground;
let fleet: Fleet | undefined;
let server: RunningServer;
let vitals: Vitals;
const statuses = new Map<number, number>();
/** Where a growth would show, by how many requests there were. */
const memory: string[] = [];
const mebibytes = ({ rss, heap }: Held) =>
  `${Math.round(rss / 2 ** 20)} MiB, of JavaScript ${Math.round(heap / 2 ** 20)}`;

beforeAll(async () => {
  // models of its own: among the requests are those that delete
  ground = new Playground();
  cpSync(new URL('../../models', import.meta.url), ground.path('models'), { recursive: true });
  const small = { contextTokens: 512 };
  const flags = [
    ...['--models', ground.path('models'), '--model', 'otron-tiny-llama'],
    ...ground.config({ models: { 'otron-tiny-llama': small, 'otron-tiny-gemma': small } }),
  ];
  if (OPTIONS.fleet) fleet = await startFleet(1, flags, { serverEnvironment: PROBED });
  server = fleet?.server ?? (await startServer([...flags, '--embedding-model', 'otron-embed-tiny'], undefined, PROBED));
  vitals = await Vitals.of(server);
});
afterAll(async () => {
  // a fuzz that is refused everywhere tries nothing
  console.log('Answers by status:', JSON.stringify(Object.fromEntries([...statuses].sort())), memory);
  closeConnections();
  await (fleet ?? server)?.end();
  ground.delete();
});
afterEach(async () => {
  closeConnections();
  await vitals?.areBack();
  expect(readdirSync(ground.path('models')).length).toBe(readdirSync(new URL('../../models', import.meta.url)).length);
});

/** Tries so many, some at once; the first that is wrong ends it, with how to have it again. */
async function tryAll<T>(
  cases: fc.Arbitrary<T>,
  count: number,
  wrong: (one: T) => Promise<string | undefined>,
): Promise<void> {
  for (let done = 0, seed = OPTIONS.seed; done < count; done += PIECE, seed += 1) {
    const piece = fc.sample(cases, { numRuns: Math.min(PIECE, count - done), seed });
    const next = piece.values();
    const worker = async () => {
      for (const one of next) {
        const why = await wrong(one).catch(
          (error: Error) => `${error.message} (${(error as NodeJS.ErrnoException).code})`,
        );
        if (why)
          throw new Error(
            `--seed ${seed}: ${why}\n${JSON.stringify(one).slice(0, 4000)}\n${server.errors.slice(-2000)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if ((done + PIECE) % LOOK === 0) memory.push(`${done + PIECE}: ${mebibytes(await held(server))}`);
  }
}

/** Ends the wait for what may never come. */
async function inTime(client: RawClient): Promise<boolean> {
  const late = await Promise.race([client.closed, sleep(HANGS, 'late', { ref: false })]);
  client.leave();
  return late === undefined;
}

async function wrongRequest(one: FuzzRequest): Promise<string | undefined> {
  const { status, headers, text } = await send(server.url, one, HANGS);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const answer = `${status} ${text.slice(0, 1000)}`;
  // a Hub that cannot be reached is the fault of nobody here
  if ((status === 502 || status === 504) && /pull|load/.test(one.path)) return undefined;
  // it asked for less time than its answer takes
  if (status === 504 && one.body?.includes('"timeout"') && /The time for this request is over/.test(text))
    return undefined;
  if (status === 503) return headers['retry-after'] && /"(code|error)":/.test(text) ? undefined : answer;
  if (status >= 500) return answer;
  const streamed = /event-stream|ndjson/.test(String(headers['content-type']));
  return streamed && !/pull/.test(one.path) && OWN_FAULT.test(text) ? answer : undefined;
}

async function wrongBytes(one: FuzzBytes): Promise<string | undefined> {
  const client = await RawClient.open(server.url);
  client.send(one.bytes);
  // what is whole is answered before the client has left
  if (one.answers) await Promise.race([client.closed, answered(client, one)]);
  client.half();
  if (!(await inTime(client))) return 'hangs';
  return wrongAnswers(one, client.received);
}

async function answered(client: RawClient, { answers = [] }: FuzzBytes): Promise<void> {
  while ((client.received.match(/HTTP\/1/g)?.length ?? 0) < answers.length && client.open) await sleep(5);
}

async function wrongFrames(one: FuzzFrames): Promise<string | undefined> {
  const client = await RawClient.open(server.url);
  client.send(requestBytes(server.url, '/v1/ws', undefined, HANDSHAKE));
  client.send(one.bytes);
  if (!one.refusedBy) client.send(GOODBYE);
  // frames that are cut short wait for their rest
  if (/noise/.test(one.name)) client.half();
  // it waits for the client's own word of farewell, which this one keeps to itself
  const refused = () => client.received.includes('\r\n\r\n') && serverFrames(client.received).code !== undefined;
  const end = performance.now() + HANGS;
  while (client.open && !refused() && performance.now() < end) await sleep(5);
  client.leave();
  if (performance.now() >= end) return 'hangs';
  if (!client.received.startsWith('HTTP/1.1 101 ')) return `was not opened: ${client.received.slice(0, 200)}`;
  const { texts, code } = serverFrames(client.received);
  const fault = texts.find((it) => /"code":"(internal|stage_failed)"/.test(it));
  if (fault) return fault;
  return one.refusedBy && !one.refusedBy.includes(code as number) ? `was closed with ${code}` : undefined;
}

it('knows what each shape of bytes is answered', async () => {
  for (const one of NAMED_BYTES) expect([one.name, await wrongBytes(one)]).toEqual([one.name, undefined]);
});

it('refuses each breach of the WebSocket protocol with its code', async () => {
  for (const one of NAMED_FRAMES) expect([one.name, await wrongFrames(one)]).toEqual([one.name, undefined]);
});

it('stands requests of any shape to every endpoint', async () => {
  const document = await server.json<ApiDocument>('/openapi.json');
  await tryAll(requestsOf(document), Math.ceil(OPTIONS.requests * 0.7), wrongRequest);
});

it('stands bytes that are no requests, or more than one', async () => {
  await tryAll(fuzzBytes, Math.ceil(OPTIONS.requests * 0.15), wrongBytes);
});

it('stands frames of any shape', async () => {
  const { components } = await server.json<ApiDocument>('/openapi.json');
  const { components: own } = await server.json<{ components: { messages: Record<string, { payload: Schema }> } }>(
    '/asyncapi.json',
  );
  await tryAll(framesOf(own.messages, components.schemas), Math.ceil(OPTIONS.requests * 0.15), wrongFrames);
});
