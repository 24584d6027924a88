import { parameterListOf } from '@predict-otron/dialects';
import { ASKED_ENDPOINTS } from './asked-endpoints.js';
import { Asking, together } from './asking.js';
import { EFFECTS } from './parameter-effects.js';
import { type RunningServer, startServer } from './server.js';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

/** No field takes this. */
const NOTHING_TAKES_IT = { never: ['taken'] };

/** What the objects that a parameter is in need beside it. */
const AROUND: Record<string, object> = {
  stream_options: { stream: true },
  thinking: { thinking: { type: 'adaptive' } },
  'response_format.json_schema': {
    response_format: { type: 'json_schema', json_schema: { name: 'any', schema: { type: 'object' } } },
  },
  'text.format': { text: { format: { type: 'json_schema', name: 'any', schema: { type: 'object' } } } },
};

/** A body's fields in which the parameter, by its path, has a value. */
function fieldsWith(name: string, value: unknown): object {
  const names = name.split('.');
  const fields = structuredClone(AROUND[names.slice(0, -1).join('.')] ?? {}) as Record<string, unknown>;
  let place = fields;
  for (const part of names.slice(0, -1)) {
    place[part] ??= {};
    place = place[part] as Record<string, unknown>;
  }
  place[names.at(-1) as string] = value;
  return fields;
}

const { data } = parameterListOf();

it('is what the server lists', async () => {
  expect(await server.json('/v1/parameters')).toEqual(JSON.parse(JSON.stringify(parameterListOf())));
  expect(data.map(({ endpoint }) => endpoint)).toEqual(Object.keys(ASKED_ENDPOINTS));
});

describe.each(data)('$endpoint', ({ endpoint, parameters }) => {
  const asking = () => new Asking(server, endpoint);
  const names = (status: string) =>
    parameters.filter((one) => one.status === status).map((one) => [one.name, one] as const);

  it.each(names('honoured'))('honours %s', async (name) => {
    const effect = EFFECTS[`${endpoint} ${name}`] ?? EFFECTS[name];
    if (!effect) throw new Error(`Say in parameter-effects.ts what ${name} does.`);
    await effect(asking());
  });

  const neutral = names('neutral_only');
  if (neutral.length > 0)
    it.each(neutral)('takes %s at its neutral values only', async (name, { values = [] }) => {
      for (const value of [null, ...values]) {
        const ask = asking();
        const response = await ask.raw(together(ask.endpoint.limit(1), fieldsWith(name, value)));
        expect([value, response.status]).toEqual([value, 200]);
        await response.text();
      }
      await asking().refuses(fieldsWith(name, NOTHING_TAKES_IT), name);
    });
});
