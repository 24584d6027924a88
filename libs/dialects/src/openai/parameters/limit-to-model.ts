import type { ModelCapabilities } from '../models/model-capabilities.js';
import type { Parameter } from './parameter-list.js';

type Limit = Partial<Parameter> | undefined;

/** What a model makes of a parameter that the server honors; `undefined` for no less than the server does. */
export function limitToModel(parameter: Parameter, can: ModelCapabilities): Parameter {
  if (parameter.status !== 'honoured') return parameter;
  const name = parameter.name.split('.')[0] as string;
  return { ...parameter, ...(LIMITS[name]?.(can, parameter) ?? {}) };
}

const refused = (reason: string): Limit => ({ status: 'refused', reason });
const only = (values: unknown[], reason: string): Limit => ({ status: 'neutral_only', values, reason });
const upTo =
  (find: (can: ModelCapabilities) => number) =>
  (can: ModelCapabilities, { maximum = Number.POSITIVE_INFINITY }: Parameter): Limit => ({
    maximum: Math.min(maximum, find(can)),
  });
const unlessTools =
  (limit: Limit) =>
  ({ tools }: ModelCapabilities): Limit =>
    tools ? undefined : limit;
const form =
  (kind: ModelCapabilities['structured_output'][number]) =>
  (can: ModelCapabilities): Limit =>
    can.structured_output.includes(kind) ? undefined : refused(NO_FORM);

const NO_CHAT = 'This model has no chat template: use /v1/completions.';
const NO_TOOLS = 'This model cannot call functions.';
const NO_FORM = 'This model cannot be held to this form.';
const NO_THOUGHTS = 'This model does not think before it answers.';
const NO_LOGPROBS = 'This model does not report probabilities.';

const LIMITS: Record<string, (can: ModelCapabilities, parameter: Parameter) => Limit> = {
  messages: ({ chat }) => (chat ? undefined : refused(NO_CHAT)),
  input: ({ chat }) => (chat ? undefined : refused(NO_CHAT)),
  tools: unlessTools(only([[]], NO_TOOLS)),
  tool_choice: unlessTools(only(['none', 'auto'], NO_TOOLS)),
  parallel_tool_calls: unlessTools(only([true, false], NO_TOOLS)),
  response_format: (can, { name }) => {
    const values = ['text', ...can.structured_output.filter((kind) => kind.startsWith('json_'))];
    if (values.length === 1) {
      return name.includes('.json_schema')
        ? refused(NO_FORM)
        : only(name.endsWith('.type') ? values : [{ type: 'text' }], NO_FORM);
    }
    return name.endsWith('.type') ? { values } : undefined;
  },
  text: (can, { name }) => {
    const values = ['text', ...can.structured_output.filter((kind) => kind.startsWith('json_'))];
    if (name === 'text.format.type') return values.length === 1 ? only(values, NO_FORM) : { values };
    if (values.length > 1) return undefined;
    const neutral = { type: 'text' };
    if (name === 'text') return only([{ format: neutral }], NO_FORM);
    return name === 'text.format' ? only([neutral], NO_FORM) : refused(NO_FORM);
  },
  grammar: form('grammar'),
  regex: form('regex'),
  choice: form('choice'),
  reasoning_effort: ({ reasoning }) => (reasoning ? undefined : only(['none'], NO_THOUGHTS)),
  reasoning: ({ reasoning }, { name }) =>
    reasoning ? undefined : only(name === 'reasoning' ? [{ effort: 'none' }] : ['none'], NO_THOUGHTS),
  reasoning_budget: ({ reasoning }) => (reasoning ? undefined : refused(NO_THOUGHTS)),
  logprobs: ({ logprobs }, { type }) => {
    if (logprobs.generated) return undefined;
    return type === 'boolean' ? only([false], NO_LOGPROBS) : refused(NO_LOGPROBS);
  },
  include: ({ logprobs }) => (logprobs.generated ? undefined : only([[]], NO_LOGPROBS)),
  top_logprobs: ({ logprobs }) => (logprobs.generated ? undefined : refused(NO_LOGPROBS)),
  suffix: ({ fim }) => (fim ? undefined : only([''], 'This model was not trained to fill gaps.')),
  truncation: ({ context_overflow }) =>
    context_overflow.includes('trim_oldest')
      ? undefined
      : only(['disabled'], 'This model cannot leave out what does not fit into its context.'),
  context_overflow: ({ context_overflow }) => ({ values: context_overflow }),
  n: upTo(({ parallel }) => parallel),
  best_of: upTo(({ parallel }) => parallel),
  dimensions: upTo(({ dimensions }) => dimensions ?? Number.POSITIVE_INFINITY),
};
