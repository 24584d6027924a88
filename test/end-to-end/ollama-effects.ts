import { LONG } from './asked-endpoints.js';
import type { Answer } from './asking.js';
import {
  callsOf,
  changesStory,
  counts,
  type Effect,
  fits,
  greedy,
  isRefused,
  isUnknown,
  limits,
  MANY_TEXTS,
  moreTokens,
  ofEndpoint,
  SCHEMA,
  schemaIsKept,
  seeds,
  streams,
  tames,
  timesOut,
  WEATHER,
  waitsForVectors,
} from './effect-makers.js';

const options = (fields: object) => ({ options: fields });
/** When the model that answers would be unloaded, as `/api/ps` says. */
const staysLoaded: Effect = async (it) => {
  const expiry = async (keep_alive: string) => {
    await it.ask({ keep_alive });
    const { models } = await it.server.json<{ models: { name: string; expires_at: string }[] }>('/api/ps');
    const kind = it.path.startsWith('/api/emb') ? 'otron-embed-tiny:latest' : 'otron-tiny-llama:latest';
    return models.find(({ name }) => name === kind)?.expires_at ?? '';
  };
  const [short, long] = [await expiry('10m'), await expiry('5h')];
  expect(Date.parse(long) - Date.parse(short)).toBeGreaterThan(3_600_000);
};

/** A pull of this model is begun. */
const pulls =
  (fields: object, model: string): Effect =>
  async (it) => {
    await it.ask(fields);
    const { data } = await it.server.json<{ data: { model: string }[] }>('/models/pulls');
    expect(data.map((job) => job.model)).toContain(model);
  };

const GENERATE: Record<string, Effect> = {
  model: async (it) => {
    expect((await it.ask({ model: 'otron-tiny-gemma:latest' })).body.model).toMatch(/^otron-tiny-gemma/);
    expect((await it.ask({ model: 'gpt' })).status).toBe(404);
  },
  stream: streams(/ndjson/),
  format: schemaIsKept({ format: SCHEMA }),
  think: isRefused({ think: 'high' }, 'think'),
  options: isRefused({ options: { temprature: 1 } }, 'options.temprature'),
  'options.temperature': changesStory({ temperature: 0 }),
  'options.top_k': tames({ top_k: 1 }),
  'options.top_p': tames({ top_p: 0 }),
  'options.min_p': tames({ min_p: 1 }),
  'options.seed': seeds,
  'options.num_predict': limits(options({ num_predict: 2 })),
  'options.stop': async (it) => {
    const whole = await greedy(it);
    const stop = whole.slice(4, 8);
    expect((await it.ask(options({ stop: [stop] }))).text).toBe(whole.slice(0, whole.indexOf(stop)));
  },
  'options.repeat_penalty': changesStory({ repeat_penalty: 2 }),
  'options.presence_penalty': changesStory({ presence_penalty: 2 }),
  'options.frequency_penalty': changesStory({ frequency_penalty: 2 }),
  'options.num_ctx': isRefused(options({ num_ctx: 1_000_000 }), 'options.num_ctx'),
  logprobs: async (it) => {
    const { body } = await it.ask({ logprobs: true });
    expect(body.logprobs.map(({ token }: { token: string }) => token).join('')).toBe(
      body.message?.content ?? body.response,
    );
    expect((await it.ask()).body.logprobs).toBeUndefined();
  },
  top_logprobs: async (it) => {
    const { body } = await it.ask({ logprobs: true, top_logprobs: 3 });
    expect(body.logprobs[0].top_logprobs).toHaveLength(3);
  },
  keep_alive: staysLoaded,
};

const CHAT: Record<string, Effect> = {
  ...GENERATE,
  messages: counts,
  tools: async (it) => {
    const tools = [{ type: 'function', function: WEATHER }];
    await moreTokens({ tools })(it);
    expect(callsOf(await it.ask({ tools })).length).toBeLessThan(9);
  },
  truncate: fits(
    {
      messages: [
        { role: 'user', content: LONG },
        { role: 'assistant', content: 'Yes.' },
        { role: 'user', content: 'Hi' },
      ],
    },
    { truncate: true },
  ),
};

const TEXT: Record<string, Effect> = {
  ...GENERATE,
  prompt: counts,
  suffix: isRefused({ suffix: 'b' }, 'suffix'),
  system: moreTokens({ system: 'Be brief.' }),
  raw: async (it) => expect((await it.ask({ raw: true })).tokens[0]).toBeLessThan((await it.ask()).tokens[0]),
  truncate: fits({ prompt: LONG, raw: true }, { truncate: true }),
};

const vectorsOf = ({ body: { embeddings, embedding } }: Answer) => embeddings ?? [embedding];
const EMBED: Record<string, Effect> = {
  model: isUnknown({ model: 'gpt' }),
  options: isRefused({ options: { x: 1 } }, 'options.x'),
  'options.num_ctx': isRefused(options({ num_ctx: 1_000_000 }), 'options.num_ctx'),
  keep_alive: staysLoaded,
  input: async (it) => expect(vectorsOf(await it.ask({ input: ['a', 'b'] }))).toHaveLength(2),
  prompt: async (it) => expect(vectorsOf(await it.ask({ prompt: 'Sea.' }))).not.toEqual(vectorsOf(await it.ask())),
  truncate: async (it) => {
    expect((await it.ask({ input: LONG })).status).toBe(200);
    expect((await it.ask({ input: LONG, truncate: false })).status).toBe(400);
  },
  dimensions: isRefused({ dimensions: 60_000 }, 'dimensions'),
  queue_timeout: waitsForVectors(),
};

export const OLLAMA_EFFECTS = {
  ...ofEndpoint('/api/chat', CHAT),
  ...ofEndpoint('/api/generate', TEXT),
  ...ofEndpoint('/api/embed', { ...EMBED, timeout: timesOut({ input: MANY_TEXTS }) }),
  ...ofEndpoint('/api/embeddings', { ...EMBED, timeout: timesOut({ prompt: LONG }) }),
  ...ofEndpoint('/api/show', {
    model: async (it) => expect((await it.ask({ model: 'otron-tiny-gemma' })).body.details.family).toMatch(/^gemma/),
    name: async (it) => {
      const { body } = await it.ask({ model: undefined, name: 'otron-tiny-gemma' });
      expect(body.details.family).toMatch(/^gemma/);
    },
    // its description says that everything is in the answer either way
    verbose: isRefused({ verbose: 'very' }, 'verbose'),
  }),
  ...ofEndpoint('/api/pull', {
    model: pulls({ model: 'hf:acme/this' }, 'hf:acme/this'),
    name: pulls({ model: undefined, name: 'hf:acme/that' }, 'hf:acme/that'),
    stream: async (it) => expect((await it.raw({ stream: true })).headers.get('content-type')).toMatch(/ndjson/),
  }),
  ...ofEndpoint('/api/delete', {
    model: isUnknown({ model: 'gpt' }),
    name: isUnknown({ model: undefined, name: 'gpt' }),
  }),
};
