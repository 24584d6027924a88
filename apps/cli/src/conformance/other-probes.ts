import type { Asker } from './asker.js';
import { type ProbedEndpoint, probe } from './probe.js';
import { changes, isBiased, isSeeded, QUESTION, STORY, stops, tames } from './story.js';

const SCHEMA = { type: 'object', properties: { a: { enum: [7] } }, required: ['a'], additionalProperties: false };
const STORY_FIELDS = { prompt: STORY, max_tokens: 60 };

const choicesOf = async (ask: Asker, fields: object) => (await ask.ask(fields)).body.choices;

/** What `POST /v1/completions` promises. */
export const completionProbes = (model: string): ProbedEndpoint => ({
  endpoint: '/v1/completions',
  base: { model, temperature: 0, prompt: STORY, max_tokens: 12 },
  probes: [
    probe('prompt', 'is gone on with', async (ask) => (await ask.text()) !== ''),
    probe(
      'prompt',
      'may be several',
      async (ask) => (await choicesOf(ask, { prompt: [STORY, QUESTION] })).length === 2,
    ),
    probe('stream', 'sends chunks of the same text, then [DONE]', async (ask) => {
      const lines = await ask.stream();
      const texts = lines.slice(0, -1).map((line) => JSON.parse(line).choices[0]?.text ?? '');
      return lines.at(-1) === '[DONE]' && texts.join('') === (await ask.text());
    }),
    probe('max_tokens', 'ends an answer as length', async (ask) => {
      const { tokens, body } = await ask.ask({ max_tokens: 2 });
      return tokens === 2 && body.choices[0].finish_reason === 'length';
    }),
    probe('temperature', 'makes answers vary', (ask) =>
      changes(ask, { ...STORY_FIELDS, temperature: 0 }, { temperature: 1.9, seed: 5 }),
    ),
    probe('top_p', 'close to 0 leaves the likeliest token', (ask) => tames(ask, STORY_FIELDS, { top_p: 0.000001 })),
    probe('seed', 'repeats an answer', (ask) => isSeeded(ask, STORY_FIELDS)),
    probe('stop', 'ends an answer before the text', stops),
    probe('logit_bias', 'of 100 leaves one token alone', (ask) => isBiased(ask, { max_tokens: 3 })),
    probe('n', 'gives so many answers', async (ask) => (await choicesOf(ask, { n: 2, max_tokens: 4 })).length === 2),
    probe('best_of', 'tries more than it gives', async (ask) => {
      const [one, three] = [await ask.ask({ max_tokens: 4 }), await ask.ask({ max_tokens: 4, best_of: 3 })];
      return three.body.choices.length === 1 && (three.tokens ?? 0) > (one.tokens ?? 0);
    }),
    probe('echo', 'puts the prompt in front', async (ask) => (await ask.text({ echo: true })).startsWith(STORY)),
    probe('logprobs', 'tells a probability of each token', async (ask) => {
      const [{ logprobs }] = await choicesOf(ask, { logprobs: 2, max_tokens: 4 });
      return logprobs.tokens.length === logprobs.token_logprobs.length && logprobs.tokens.length > 0;
    }),
    probe('suffix', 'is what the answer leads to', async (ask) => {
      const [without, leading] = [await ask.text(), await ask.text({ suffix: ' The end.' })];
      return leading !== without;
    }),
  ],
});

/** What `POST /v1/responses` promises. */
export const responseProbes = (model: string): ProbedEndpoint => ({
  endpoint: '/v1/responses',
  base: { model, temperature: 0, input: QUESTION },
  probes: [
    probe('input', 'is answered', async (ask) => (await ask.text()) !== ''),
    probe('instructions', 'is read by the model', async (ask) => {
      const [without, more] = [await ask.ask(), await ask.ask({ instructions: 'Answer in one word.' })];
      return more.body.usage.input_tokens > without.body.usage.input_tokens;
    }),
    probe('max_output_tokens', 'ends an answer as incomplete', async (ask) => {
      const { tokens, body } = await ask.ask({ max_output_tokens: 2 });
      return tokens === 2 && body.status === 'incomplete';
    }),
    probe('stream', 'ends with response.completed', async (ask) => {
      const [last] = (await ask.stream()).slice(-1);
      return JSON.parse(last ?? '{}').type === 'response.completed';
    }),
    probe('previous_response_id', 'goes on with a conversation', async (ask) => {
      const first = await ask.ask();
      const next = await ask.ask({ previous_response_id: first.body.id });
      return next.body.usage.input_tokens > first.body.usage.input_tokens;
    }),
    probe('text.format: json_schema', 'holds the answer to a schema', async (ask) => {
      const format = { type: 'json_schema', name: 'seven', strict: true, schema: SCHEMA };
      return JSON.parse(await ask.text({ text: { format } })).a === 7;
    }),
    probe('metadata', 'comes back', async (ask) => (await ask.ask({ metadata: { a: 'b' } })).body.metadata.a === 'b'),
  ],
});

/** What `POST /v1/embeddings` promises. */
export const embeddingProbes = (model: string): ProbedEndpoint => ({
  endpoint: '/v1/embeddings',
  base: { model, input: 'Bread.' },
  probes: [
    probe('input', 'becomes a vector of length 1', async (ask) => {
      const [{ embedding }] = (await ask.ask()).body.data;
      return Math.abs(Math.hypot(...embedding) - 1) < 0.01;
    }),
    probe('input', 'may be several, in order', async (ask) => {
      const { data } = (await ask.ask({ input: ['Bread.', 'Stars.'] })).body;
      return data.length === 2 && data[0].index === 0 && data[1].index === 1;
    }),
    probe('input', 'that is alike has alike vectors', async (ask) => {
      const { data } = (await ask.ask({ input: ['Bread is baked.', 'Bread is baked!', 'Stars shine at night.'] })).body;
      const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
      return dot(data[0].embedding, data[1].embedding) > dot(data[0].embedding, data[2].embedding);
    }),
    probe('encoding_format', 'base64 is the same vector', async (ask) => {
      const [{ embedding }] = (await ask.ask({ encoding_format: 'base64' })).body.data;
      const [{ embedding: floats }] = (await ask.ask({ encoding_format: 'float' })).body.data;
      const bytes = Buffer.from(embedding, 'base64');
      return bytes.length === 4 * floats.length && Math.abs(bytes.readFloatLE(0) - floats[0]) < 1e-6;
    }),
    probe('dimensions', 'shortens the vector', async (ask) => {
      const [{ embedding }] = (await ask.ask()).body.data;
      const half = Math.floor(embedding.length / 2);
      return (await ask.ask({ dimensions: half })).body.data[0].embedding.length === half;
    }),
    probe('usage', 'counts the tokens', async (ask) => (await ask.ask()).body.usage.prompt_tokens > 0),
  ],
});
