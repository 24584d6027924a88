import { STORY } from './asked-endpoints.js';
import { type Answer, type Asking, together } from './asking.js';
import { ENDLESS } from './server.js';

/** Shows by the server's answers what a parameter does. */
export type Effect = (asking: Asking) => Promise<void>;

export const WEATHER = {
  name: 'weather',
  parameters: { type: 'object', properties: { city: { enum: ['Paris', 'Rome'] } } },
};
/** A schema that one value alone satisfies. */
export const SCHEMA = {
  type: 'object',
  properties: { a: { enum: [7] } },
  required: ['a'],
  additionalProperties: false,
};
const RIGHT_JSON = { a: 7 };

const wild = ({ endpoint }: Asking) => endpoint.wild ?? { temperature: 2, seed: 1 };

export const greedy = async (it: Asking) => (await it.ask(it.sampling({ temperature: 0 }))).text;

/** A story as it comes with some fields. */
const story = async (it: Asking, fields: object) =>
  (await it.ask(together(it.endpoint.question(STORY), it.endpoint.limit(40), it.sampling(fields)))).text;

/** However wild the temperature, this leaves the likeliest token alone. */
export const tames =
  (fields: object): Effect =>
  async (it) => {
    const likeliest = await story(it, { temperature: 0 });
    expect(await story(it, { ...wild(it), ...fields })).toBe(likeliest);
    // where an API has no seed, chance may draw the likeliest one several times
    let drawn = likeliest;
    for (let tries = 0; tries < 20 && drawn === likeliest; tries += 1) drawn = await story(it, wild(it));
    expect(drawn).not.toBe(likeliest);
  };

/** A story as it comes likeliest, and one that is drawn: where one has no place that the fields change, the other does. */
export const changesStory =
  (fields: object): Effect =>
  async (it) => {
    const told = async (more: object) => [
      await story(it, { temperature: 0, ...more }),
      await story(it, { ...wild(it), ...more }),
    ];
    expect(await told(fields)).not.toEqual(await told({}));
  };

export const seeds: Effect = async (it) => {
  const first = await story(it, { temperature: 2, seed: 7 });
  expect(await story(it, { temperature: 2, seed: 7 })).toBe(first);
  expect(await story(it, { temperature: 2, seed: 8 })).not.toBe(first);
};

export const holdsTo =
  (fields: object, form: RegExp): Effect =>
  async (it) =>
    expect((await it.ask(together(it.endpoint.limit(32), fields))).text).toMatch(form);

export const limits =
  (fields: object): Effect =>
  async (it) =>
    expect((await it.ask(fields)).tokens[1]).toBe(2);

export const isRefused =
  (fields: object, param: string): Effect =>
  (it) =>
    it.refuses(fields, param);

export const moreTokens =
  (fields: object): Effect =>
  async (it) =>
    expect((await it.ask(fields)).tokens[0]).toBeGreaterThan((await it.ask()).tokens[0]);

/** Another question has another number of tokens. */
export const counts: Effect = async (it) =>
  expect((await it.ask(it.endpoint.question('Hi'))).tokens[0]).not.toBe((await it.ask()).tokens[0]);

export const logs =
  (fields: object, text: string): Effect =>
  async (it) => {
    await it.ask(fields);
    await it.server.until(() => it.server.output.includes(text));
  };

export const schemaIsKept =
  (fields: object): Effect =>
  async (it) =>
    expect(JSON.parse((await it.ask(fields)).text)).toEqual(RIGHT_JSON);

/** The answer comes in pieces of this type. */
export const streams =
  (type: RegExp): Effect =>
  async (it) => {
    const response = await it.raw({ stream: true });
    expect(response.headers.get('content-type')).toMatch(type);
    expect((await response.text()).split('\n').length).toBeGreaterThan(3);
  };

export const isUnknown =
  (fields: object): Effect =>
  async (it) =>
    expect((await it.ask(fields)).status).toBe(404);

/** Calls in an answer, whatever API it came through. */
export function callsOf({ body: { choices, output, content, message } }: Answer): unknown[] {
  if (choices) return choices[0]?.message.tool_calls ?? [];
  if (message) return message.tool_calls ?? [];
  return (output ?? content ?? []).filter(({ type }: { type: string }) => /^(function_call|tool_use)$/.test(type));
}

/** Lets a conversation through that is refused for its length otherwise. */
export const fits =
  (long: object, fields: object): Effect =>
  async (it) => {
    const refusal = (await it.ask(long)).body.error;
    expect(refusal.code ?? refusal.message ?? refusal).toMatch(/context/);
    expect((await it.ask(together(long, fields, it.endpoint.limit(2)))).status).toBe(200);
  };

/** The effects under the names of one endpoint's parameters. */
export const ofEndpoint = (path: string, effects: Record<string, Effect>) =>
  Object.fromEntries(Object.entries(effects).map(([name, effect]) => [`${path} ${name}`, effect]));

/** So many that vectors of them take their time. */
export const MANY_TEXTS = Array.from({ length: 256 }, (_, index) => `The river ${index} runs to the sea.`);

/** A millisecond is never enough for this. */
export const timesOut =
  (fields: object = {}): Effect =>
  async (it) => {
    expect((await it.ask({ ...fields, timeout: 0.001 })).status).toBe(504);
    expect((await it.ask({ timeout: 60 })).status).toBe(200);
  };

/** While all slots are taken, a request is refused once it has waited for as long as it says. */
export const waitsForSlots: Effect = async (it) => {
  const leave = new AbortController();
  const { signal } = leave;
  const running = it.server.post('/v1/chat/completions', { ...ENDLESS, stream: true }, { signal });
  await it.server.until(async () => (await it.server.slots()).running > 0);
  expect((await it.ask({ queue_timeout: 0.001 })).status).toBe(429);
  await running;
  leave.abort();
  await it.server.idle();
  expect((await it.ask({ queue_timeout: 60 })).status).toBe(200);
};

/** The same while vectors of other texts are computed. */
export const waitsForVectors =
  (fields: object = { queue_timeout: 0.001 }): Effect =>
  async (it) => {
    const leave = new AbortController();
    const input = Array.from({ length: 2048 }, (_, index) => `${index} and so on `.repeat(20));
    const running = it.server.post('/v1/embeddings', { input, truncate: true }, { signal: leave.signal });
    await it.server.until(async () => (await it.ask(fields)).status === 429);
    leave.abort();
    await running.catch(() => undefined);
  };
