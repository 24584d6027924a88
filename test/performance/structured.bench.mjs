// What does it cost to hold an answer to a JSON Schema? The same server and the same requests, with a schema and free.
import { dirname } from 'node:path';
import { freshPrompt, NEVER_END, rateOf, SAMPLING } from './completions.mjs';
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';
import { syntheticModel } from './synthetic-model.mjs';

const PEOPLE = {
  type: 'object',
  properties: {
    people: {
      type: 'array',
      minItems: 50,
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, about: { type: 'string' }, age: { type: 'integer' } },
        required: ['name', 'about', 'age'],
        additionalProperties: false,
      },
    },
  },
  required: ['people'],
  additionalProperties: false,
};
const METRICS = {
  'tiny, 1 stream': { model: 'tiny', streams: 1, tokens: 256 },
  'tiny, 8 streams': { model: 'tiny', streams: 8, tokens: 256 },
  '135M, 1 stream': { model: '135M', streams: 1, tokens: 96 },
  '135M, 8 streams': { model: '135M', streams: 8, tokens: 64 },
};

export const name = 'structured';
export const title =
  'Chats of the embedded model and of one of 135 million parameters: held to a JSON Schema, and free';
export const rounds = 5;
export const parts = Object.keys(METRICS);
export const metrics = Object.fromEntries(parts.map((metric) => [metric, { unit: 'tokens/s', better: 'higher' }]));
export const targets = parts.map((metric) => ({
  ...{ peer: 'schema', against: 'free', metric },
  ...{ by: 'ratio', atLeast: 0.9 },
}));

/** @param {Record<string, ServerProcess>} servers @param {string} metric @param {object} fields of the request */
async function measure(servers, metric, fields) {
  const { model, streams, tokens } = METRICS[metric];
  const ask = () =>
    streamCompletion(servers[model].url, {
      model: 'default',
      messages: [{ role: 'user', content: freshPrompt() }],
      ...{ max_tokens: tokens, seed: streams, ...SAMPLING },
      ...(model === 'tiny' && { logit_bias: NEVER_END }),
      ...fields,
    });
  return { values: { [metric]: rateOf(await Promise.all(Array.from({ length: streams }, ask))) } };
}

export async function setup() {
  const serve = async (...flags) => (await ServerProcess.start(flags)).tuned();
  const servers = {
    tiny: await serve(),
    '135M': await serve('--models', dirname(syntheticModel()), '--model', 'synthetic-135m', '--context', '2048'),
  };
  const schema = {
    response_format: { type: 'json_schema', json_schema: { name: 'people', strict: true, schema: PEOPLE } },
  };
  const peers = {
    schema: (metric) => measure(servers, metric, schema),
    free: (metric) => measure(servers, metric, {}),
  };
  // the schema is compiled once
  for (const metric of parts) for (const peer of Object.values(peers)) await peer(metric);
  return {
    peers,
    async dispose() {
      for (const server of Object.values(servers)) await server.stop();
    },
  };
}
