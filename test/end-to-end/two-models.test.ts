import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventData, type RunningServer, startServer } from './server.js';

/** Enough for either model with its 16 slots, not for both. */
const MEMORY = '80MiB';
const CLIENTS = 16;
const REQUESTS_OF_EACH = 6;

const MODELS = ['otron-tiny-llama', 'otron-tiny-gemma'];
const QUESTIONS = ['What is the capital of France?', 'How do you spell dog?', 'Tell me a story about a cat.', 'Hello!'];
const PAIRS = MODELS.flatMap((model) => QUESTIONS.map((question) => ({ model, question })));

let server: RunningServer;

beforeAll(async () => {
  server = await startServer(['--memory', MEMORY]);
});

afterAll(() => server?.end());

type Pair = (typeof PAIRS)[number];

const bodyOf = ({ model, question }: Pair, stream: boolean) => ({
  model,
  messages: [{ role: 'user', content: question }],
  temperature: 0,
  max_tokens: 40,
  stream,
});

async function answerOf(pair: Pair): Promise<string> {
  const response = await server.post('/v1/chat/completions', bodyOf(pair, false));
  const text = await response.text();
  expect([response.status, text]).toEqual([200, expect.any(String)]);
  return JSON.parse(text).choices[0].message.content;
}

async function streamedAnswerOf(pair: Pair): Promise<string> {
  const response = await server.post('/v1/chat/completions', bodyOf(pair, true));
  expect(response.status).toBe(200);
  const data = eventData(await response.text());
  expect(data.at(-1)).toBe('[DONE]');
  const chunks = data.slice(0, -1).map((text) => JSON.parse(text));
  return chunks.map(({ choices }) => choices[0]?.delta?.content ?? '').join('');
}

/** How often a model made room for another. */
const swaps = () => server.log().filter(({ msg }) => /^Unloading/.test(String(msg))).length;

/** The same numbers in each run. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

describe('two models that do not fit together', () => {
  it('answer 16 clients that ask for both at random: all right, none lost, with few swaps', async () => {
    const expected = new Map<Pair, string>();
    for (const pair of PAIRS) expected.set(pair, await answerOf(pair));
    expect(new Set(expected.values()).size).toBeGreaterThan(QUESTIONS.length);
    expect(swaps()).toBeGreaterThan(0);
    const before = swaps();

    const wrong: object[] = [];
    const client = async (seed: number) => {
      const random = randomNumbers(seed);
      for (let i = 0; i < REQUESTS_OF_EACH; i++) {
        const pair = PAIRS[Math.floor(random.next().value * PAIRS.length)] as Pair;
        const answer = await (random.next().value < 0.5 ? streamedAnswerOf(pair) : answerOf(pair));
        if (answer !== expected.get(pair)) wrong.push({ ...pair, answer });
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(i + 1)));
    expect(wrong).toEqual([]);
    // in the order of their arrival half of the 96 requests would need another model than the one before
    expect(swaps() - before).toBeLessThan((CLIENTS * REQUESTS_OF_EACH) / 4);
    expect(swaps() - before).toBeGreaterThan(0);
    await server.idle();
  });

  it('take what they took before, also after a restart', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'otron-measured-'));
    const start = () => startServer([], undefined, { OTRON_CACHE: cache });
    type Fit = { loaded: boolean; devices: { needed_bytes: number }[] };
    const fitOf = async (one: RunningServer) => one.json<Fit>('/models/otron-tiny-gemma/fit');
    const before = await start();
    const estimated = await fitOf(before);
    await before.post('/models/otron-tiny-gemma/load', {});
    const measured = await fitOf(before);
    const kept = join(cache, 'memory');
    const file = async () => {
      for (const name of await readdir(kept).catch(() => [])) {
        const [need] = JSON.parse(await readFile(join(kept, name), 'utf8'));
        const bytes = need.weights + need.kvCache + need.compute;
        if (bytes === measured.devices[0]?.needed_bytes) return { path: join(kept, name), need };
      }
      return undefined;
    };
    await before.until(file);
    await before.end();
    // the estimate is exact here: as if the load had taken more
    const { path, need } = (await file()) as { path: string; need: { compute: number } };
    await writeFile(path, JSON.stringify([{ ...need, compute: need.compute + 1_000_000 }]));
    const after = await start();
    const known = await fitOf(after);
    await after.end();
    await rm(cache, { recursive: true });
    expect([estimated.loaded, measured.loaded, known.loaded]).toEqual([false, true, false]);
    expect(known.devices[0]?.needed_bytes).toBe((measured.devices[0]?.needed_bytes ?? 0) + 1_000_000);
  });

  it('tell a client why a model can never fit', async () => {
    const small = await startServer(['--memory', MEMORY, '--parallel', '32', '--model', 'otron-tiny-gemma']);
    try {
      const response = await small.post('/v1/chat/completions', bodyOf(PAIRS[0] as Pair, true));
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      const { error } = (await response.json()) as { error: { message: string } };
      expect(error.message).toMatch(
        /^The model otron-tiny-llama needs [\d.]+ MiB of cpu, and models can have 80 MiB there\./,
      );
    } finally {
      await small.end();
    }
  });
});
