import type { ModelCapabilities } from '../openai/models/model-capabilities.js';
import {
  calls,
  chats,
  type Limits,
  NO_CHAT,
  NO_FORM,
  NO_GAPS,
  NO_LOGPROBS,
  NO_THOUGHTS,
  NO_TOOLS,
  NO_TRIMMING,
  only,
  refused,
  scores,
  thinks,
  trims,
  unless,
  upTo,
} from './limit.js';

const form = (kind: ModelCapabilities['structured_output'][number]) =>
  unless(({ structured_output }) => structured_output.includes(kind), refused(NO_FORM));
const formats = ({ structured_output }: ModelCapabilities) => [
  'text',
  ...structured_output.filter((kind) => kind.startsWith('json_')),
];

/** For OpenAI's endpoints, and those of this server's own that have the same fields. */
export const OPENAI_LIMITS: Limits = {
  messages: unless(chats, refused(NO_CHAT)),
  input: unless(({ chat, embeddings }) => chat || embeddings, refused(NO_CHAT)),
  tools: unless(calls, only([[]], NO_TOOLS)),
  tool_choice: unless(calls, only(['none', 'auto'], NO_TOOLS)),
  parallel_tool_calls: unless(calls, only([true, false], NO_TOOLS)),
  response_format: (can, { name }) => {
    const values = formats(can);
    if (values.length === 1) {
      return name.includes('.json_schema')
        ? refused(NO_FORM)
        : only(name.endsWith('.type') ? values : [{ type: 'text' }], NO_FORM);
    }
    return name.endsWith('.type') ? { values } : undefined;
  },
  text: (can, { name }) => {
    const values = formats(can);
    if (name === 'text.format.type') return values.length === 1 ? only(values, NO_FORM) : { values };
    if (values.length > 1) return undefined;
    const neutral = { type: 'text' };
    if (name === 'text') return only([{ format: neutral }], NO_FORM);
    return name === 'text.format' ? only([neutral], NO_FORM) : refused(NO_FORM);
  },
  grammar: form('grammar'),
  regex: form('regex'),
  choice: form('choice'),
  reasoning_effort: unless(thinks, only(['none'], NO_THOUGHTS)),
  reasoning: unless(thinks, ({ name }) => only(name === 'reasoning' ? [{ effort: 'none' }] : ['none'], NO_THOUGHTS)),
  reasoning_budget: unless(thinks, refused(NO_THOUGHTS)),
  logprobs: unless(scores, ({ type }) => (type === 'boolean' ? only([false], NO_LOGPROBS) : refused(NO_LOGPROBS))),
  include: unless(scores, only([[]], NO_LOGPROBS)),
  top_logprobs: unless(scores, refused(NO_LOGPROBS)),
  suffix: unless(({ fim }) => fim, only([''], NO_GAPS)),
  truncation: unless(trims, only(['disabled'], NO_TRIMMING)),
  context_overflow: ({ context_overflow }) => ({ values: context_overflow }),
  n: upTo(({ parallel }) => parallel),
  best_of: upTo(({ parallel }) => parallel),
  dimensions: upTo(({ dimensions }) => dimensions ?? Number.POSITIVE_INFINITY),
  'parameters.dimensions': upTo(({ dimensions }) => dimensions ?? Number.POSITIVE_INFINITY),
};
