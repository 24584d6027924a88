import type { Asker } from './asker.js';
import { type ProbedEndpoint, probe } from './probe.js';
import { changes, isBiased, isSeeded, QUESTION, STORY, stops, tames } from './story.js';

const SCHEMA = { type: 'object', properties: { a: { enum: [7] } }, required: ['a'], additionalProperties: false };
const FORMAT = { type: 'json_schema', json_schema: { name: 'seven', strict: true, schema: SCHEMA } };
const WEATHER = { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const TOOLS = [{ type: 'function', function: WEATHER }];
const STORY_FIELDS = { messages: [{ role: 'user', content: STORY }], max_tokens: 60 };

const callsOf = async (ask: Asker, fields: object) => (await ask.ask(fields)).body.choices[0].message.tool_calls ?? [];
const choiceOf = async (ask: Asker, fields: object) => (await ask.ask(fields)).body.choices[0];
const limits = (name: string) => async (ask: Asker) => {
  const { tokens, body } = await ask.ask({ [name]: 2 });
  return tokens === 2 && body.choices[0].finish_reason === 'length';
};

/** What `POST /v1/chat/completions` promises. */
export const chatProbes = (model: string): ProbedEndpoint => ({
  endpoint: '/v1/chat/completions',
  base: { model, temperature: 0, messages: [{ role: 'user', content: QUESTION }] },
  probes: [
    probe('messages', 'is answered, with tokens that add up', async (ask) => {
      const { text, body } = await ask.ask();
      const { prompt_tokens, completion_tokens, total_tokens } = body.usage;
      return text !== '' && prompt_tokens > 0 && prompt_tokens + completion_tokens === total_tokens;
    }),
    probe('messages.content', 'may be a list of parts', async (ask) => {
      const parts = [{ role: 'user', content: [{ type: 'text', text: QUESTION }] }];
      return (await ask.text({ messages: parts })) === (await ask.text());
    }),
    probe(
      'model',
      'that does not exist is a 404',
      async (ask) => (await ask.reply({ model: 'no-such-model' })).status === 404,
    ),
    probe('stream', 'sends chunks of the same text, then [DONE]', async (ask) => {
      const lines = await ask.stream();
      const deltas = lines.slice(0, -1).map((line) => JSON.parse(line).choices[0]?.delta?.content ?? '');
      return lines.at(-1) === '[DONE]' && deltas.length > 1 && deltas.join('') === (await ask.text());
    }),
    probe('stream_options.include_usage', 'adds the tokens, only when asked', async (ask) => {
      const [asked, not] = [await ask.stream({ stream_options: { include_usage: true } }), await ask.stream()];
      return /"completion_tokens":/.test(asked.join()) && !/"completion_tokens":/.test(not.join());
    }),
    probe('temperature', 'makes answers vary', (ask) =>
      changes(ask, { ...STORY_FIELDS, temperature: 0 }, { temperature: 1.9, seed: 5 }),
    ),
    probe('top_p', 'close to 0 leaves the likeliest token', (ask) => tames(ask, STORY_FIELDS, { top_p: 0.000001 })),
    probe('seed', 'repeats an answer', (ask) => isSeeded(ask, STORY_FIELDS)),
    probe('presence_penalty', 'changes a story', (ask) => changes(ask, STORY_FIELDS, { presence_penalty: 2 })),
    probe('frequency_penalty', 'changes a story', (ask) => changes(ask, STORY_FIELDS, { frequency_penalty: 2 })),
    probe('logit_bias', 'of 100 leaves one token alone', (ask) => isBiased(ask, { max_tokens: 3 })),
    probe('max_tokens', 'ends an answer as length', limits('max_tokens')),
    probe('max_completion_tokens', 'ends an answer as length', limits('max_completion_tokens')),
    probe('stop', 'ends an answer before the text', stops),
    probe(
      'n',
      'gives so many answers',
      async (ask) => (await ask.ask({ n: 2, max_tokens: 4 })).body.choices.length === 2,
    ),
    probe('logprobs', 'tells a probability of each token', async (ask) => {
      const { logprobs } = await choiceOf(ask, { logprobs: true, max_tokens: 4 });
      return logprobs.content.length > 0 && logprobs.content.every(({ logprob }: { logprob: number }) => logprob <= 0);
    }),
    probe('top_logprobs', 'tells so many alternatives', async (ask) => {
      const { logprobs } = await choiceOf(ask, { logprobs: true, top_logprobs: 3, max_tokens: 4 });
      return logprobs.content[0].top_logprobs.length === 3;
    }),
    probe('response_format: json_object', 'makes the answer JSON', async (ask) => {
      JSON.parse(
        await ask.text({
          response_format: { type: 'json_object' },
          max_tokens: 400,
          messages: [{ role: 'user', content: 'Answer in JSON.' }],
        }),
      );
      return true;
    }),
    probe('response_format: json_schema', 'holds the answer to a schema', async (ask) => {
      const { a } = JSON.parse(await ask.text({ response_format: FORMAT }));
      return a === 7;
    }),
    probe('tools', 'is read by the model', async (ask) => {
      const [without, withTools] = [await ask.ask(), await ask.ask({ tools: TOOLS, max_tokens: 16 })];
      return withTools.body.usage.prompt_tokens > without.body.usage.prompt_tokens;
    }),
    probe('tool_choice: required', 'makes the model call a tool', async (ask) => {
      const [call] = await callsOf(ask, { tools: TOOLS, tool_choice: 'required', max_tokens: 128 });
      return call.function.name === 'weather' && typeof call.function.arguments === 'string';
    }),
    probe('tool_choice: none', 'keeps it from calling one', async (ask) => {
      return (await callsOf(ask, { tools: TOOLS, tool_choice: 'none', max_tokens: 16 })).length === 0;
    }),
    probe('user', 'is taken', async (ask) => (await ask.text({ user: 'somebody' })) === (await ask.text())),
    probe('errors', 'have a message, a type and the parameter', async (ask) => {
      const { status, body } = await ask.reply({ temperature: 9 });
      return status === 400 && typeof body.error.message === 'string' && body.error.param === 'temperature';
    }),
    probe('errors', 'of broken JSON are a 400', async (ask) => (await ask.status('{"model":')) === 400),
  ],
});
