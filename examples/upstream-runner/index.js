import { fromAbortable, PluginError } from '@predict-otron/plugin-sdk';
import OpenAI from 'openai';
import { of } from 'rxjs';

const models = { type: 'object', additionalProperties: { type: 'string' }, default: {} };
const properties = { baseUrl: { type: 'string' }, keyVariable: { type: 'string', default: 'OPENAI_API_KEY' }, models };
const CAN = { chat: true, tools: false, constraints: [], reasoning: false, infill: false, modalities: ['text'] };
const NEUTRAL = { topP: 1, topK: 0, minP: 0, presencePenalty: 0, frequencyPenalty: 0, repeatPenalty: 1 };
const KIND = { family: 'upstream', architecture: 'upstream', quantization: 'upstream', contextTokens: 131_072 };
const SIZES = { parameters: 1, weightBytes: 1, vocabularyTokens: 1, match: { score: 50, reason: 'it runs upstream' } };
const LIMITS = { logprobs: { generated: false, prompt: false }, contextOverflow: ['refuse'] };
const MODEL = { ...KIND, ...SIZES, capabilities: { ...CAN, ...LIMITS }, defaults: { temperature: 1, ...NEUTRAL } };
const infoOf = (id) => ({ id, ...MODEL });

/** @type {import('@predict-otron/plugin-sdk').Plugin} */
export default {
  apiVersion: 1,
  name: 'upstream-runner',
  configSchema: { type: 'object', properties },
  setup: ({ config }) => {
    const client = new OpenAI({ baseURL: config.baseUrl, apiKey: process.env[config.keyVariable] ?? 'none' });
    // listed like models on disk: the id here, and by which name the upstream knows it
    const offers = Object.entries(config.models).map(([id, name]) => ({ id, path: `upstream:${name}`, aliases: [] }));
    const describe = async ({ id, path }) => (path.startsWith('upstream:') ? infoOf(id) : undefined);
    const load = ({ id, path }) => of({ type: 'loaded', model: loaded(infoOf(id), client, path.slice(9)) });
    return { runners: [{ id: 'upstream', offers, describe, estimate: async () => [], load }] };
  },
};

function loaded(info, client, name) {
  const no = async () => fail('UNSUPPORTED', 'An upstream does not tell its tokens.');
  const own = { memory: async () => [], tokenize: no, detokenize: no, render: no, dispose: async () => {} };
  const generate = (request, reader) => fromAbortable((signal) => answer(client, name, request, signal), reader);
  return { info, contextTokens: info.contextTokens, parallel: 64, ...own, generate };
}

const fail = (...told) => Promise.reject(new PluginError(...told));
const textOf = (content) => content.map(({ text }) => text).join('');

async function* answer(client, model, { prompt, sampling, stop, maxTokens, ...rest }, signal) {
  const { temperature, topP: top_p, seed, ...others } = sampling;
  const { n, constraint, logprobs, reasoning } = rest;
  const asked = { prompt: !prompt.messages, tools: prompt.tools?.length, n: n > 1, constraint, logprobs, reasoning };
  for (const [param, value] of Object.entries({ ...asked, ...others }))
    if (value && value !== NEUTRAL[param]) await fail('UNSUPPORTED', `The upstream takes no ${param}.`, { param });
  const messages = prompt.messages.map(({ role, content }) => ({ role, content: textOf(content) }));
  const how = { temperature, top_p, seed, max_tokens: maxTokens, stop: stop.length > 0 ? stop : undefined };
  const body = { model, messages, ...how, stream: true, stream_options: { include_usage: true } };
  const chunks = await client.chat.completions.create(body, { signal }).catch((it) => fail('UPSTREAM', it.message));
  yield { type: 'prompt', tokens: 0, cachedTokens: 0, droppedTokens: 0 };
  const end = { type: 'end', index: 0, finishReason: 'stop', timings: { queueMs: 0, promptMs: 0, generationMs: 0 } };
  for await (const { choices, usage } of chunks) {
    const text = choices[0]?.delta.content;
    if (text) yield { type: 'delta', index: 0, kind: 'text', text, tokens: 1 };
    if (choices[0]?.finish_reason === 'length') end.finishReason = 'length';
    end.usage = { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: usage?.completion_tokens ?? 0 };
  }
  yield { ...end, usage: { cachedTokens: 0, reasoningTokens: 0, ...end.usage } };
}
