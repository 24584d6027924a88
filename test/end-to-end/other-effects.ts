import { LONG, NOT_THERE } from './asked-endpoints.js';
import {
  type Effect,
  isRefused,
  isUnknown,
  MANY_TEXTS,
  ofEndpoint,
  timesOut,
  waitsForVectors,
} from './effect-makers.js';

const input = (data: string[], more: object = {}) => ({
  inputs: [{ name: 'text', shape: [data.length], datatype: 'BYTES', data, ...more }],
});
const TRUNCATE: Effect = async (it) => {
  expect((await it.ask(it.endpoint.question(LONG))).status).toBe(400);
  const parameters = { truncate: true };
  expect((await it.ask({ ...it.endpoint.question(LONG), parameters })).status).toBe(200);
};

/** Vectors, ranks, tokens and the store. */
export const OTHER_EFFECTS: Record<string, Effect> = {
  '/v1/embeddings model': isUnknown({ model: 'gpt' }),
  encoding_format: async (it) => {
    expect((await it.ask({ encoding_format: 'base64' })).body.data[0].embedding).toEqual(expect.any(String));
    expect((await it.ask({ encoding_format: 'float' })).body.data[0].embedding).toEqual(expect.any(Array));
  },
  dimensions: isRefused({ dimensions: 60_000 }, 'dimensions'),
  input_type: isRefused({ input_type: 'x' }, 'input_type'),
  truncate: async (it) => {
    expect((await it.ask({ input: LONG })).body.error.code).toBe('context_length_exceeded');
    expect((await it.ask({ input: LONG, truncate: true })).body.usage.truncated_tokens).toBeGreaterThan(0);
  },
  query: async (it) => {
    const first = async (query: string) => (await it.ask({ query })).body.results[0].index;
    expect(await first('Stars.')).not.toBe(await first('The river runs.'));
  },
  documents: async (it) => expect((await it.ask({ documents: ['a', 'b'] })).body.results).toHaveLength(2),
  top_n: async (it) => expect((await it.ask({ top_n: 1 })).body.results).toHaveLength(1),
  return_documents: async (it) => {
    expect((await it.ask({ return_documents: true })).body.results[0].document).toBeDefined();
    expect((await it.ask()).body.results[0].document).toBeUndefined();
  },
  '/v1/embeddings timeout': timesOut({ input: MANY_TEXTS }),
  '/v1/embeddings queue_timeout': waitsForVectors(),
  '/v1/rerank model': isUnknown({ model: 'gpt' }),
  '/v1/rerank timeout': timesOut({ documents: MANY_TEXTS }),
  '/v1/rerank queue_timeout': waitsForVectors(),
  '/v1/chat/completions/input_tokens model': isUnknown({ model: 'gpt' }),
  ...ofEndpoint('/v2/models/{model}/infer', {
    id: async (it) => expect((await it.ask({ id: 'mine' })).body.id).toBe('mine'),
    inputs: async (it) => expect((await it.ask(input(['a', 'b']))).body.outputs[0].shape[0]).toBe(2),
    outputs: isRefused({ outputs: [{ name: 'other' }] }, 'outputs[0].name'),
    parameters: isRefused({ parameters: { x: 1 } }, 'parameters.x'),
    'parameters.dimensions': isRefused({ parameters: { dimensions: 60_000 } }, 'dimensions'),
    'parameters.input_type': isRefused({ parameters: { input_type: 'x' } }, 'parameters.input_type'),
    'parameters.truncate': TRUNCATE,
    'parameters.timeout': async (it) => {
      expect((await it.ask({ ...input(MANY_TEXTS), parameters: { timeout: 0.001 } })).status).toBe(504);
      expect((await it.ask({ parameters: { timeout: 60 } })).status).toBe(200);
    },
    'parameters.queue_timeout': waitsForVectors({ parameters: { queue_timeout: 0.001 } }),
  }),
  ...ofEndpoint('/tokenize', {
    model: isUnknown({ model: 'gpt' }),
    content: async (it) => expect((await it.ask({ content: 'Hi' })).tokens[0]).not.toBe((await it.ask()).tokens[0]),
  }),
  ...ofEndpoint('/detokenize', {
    model: isUnknown({ model: 'gpt' }),
    tokens: async (it) => expect((await it.ask({ tokens: [300] })).text).not.toBe((await it.ask()).text),
  }),
  ...ofEndpoint('/apply-template', {
    model: isUnknown({ model: 'gpt' }),
    messages: async (it) => expect((await it.ask(it.endpoint.question('Hello!'))).text).toContain('Hello!'),
    tools: async (it) => {
      const tools = [{ type: 'function', function: { name: 'weather' } }];
      expect((await it.ask({ tools })).text).toContain('weather');
    },
  }),
  ...ofEndpoint('/models/pull', {
    model: async (it) => expect((await it.ask()).body.model).toBe(NOT_THERE),
  }),
  ...ofEndpoint('/models/verify', { model: isUnknown({ model: 'no-such-model' }) }),
};
