import type { ModelCapabilities } from '../openai/models/model-capabilities.js';
import type { Parameter } from './parameter-list.js';

/** What a model changes of a parameter; `undefined` for nothing. */
export type Limit = Partial<Parameter> | undefined;

/** Limits by the name of a parameter, or by the first part of it. */
export type Limits = Record<string, (can: ModelCapabilities, parameter: Parameter) => Limit>;

export const NO_CHAT = 'This model has no chat template: use /v1/completions.';
export const NO_TOOLS = 'This model cannot call functions.';
export const NO_FORM = 'This model cannot be held to this form.';
export const NO_THOUGHTS = 'This model does not think before it answers.';
export const NO_LOGPROBS = 'This model does not report probabilities.';
export const NO_GAPS = 'This model was not trained to fill gaps.';
export const NO_TRIMMING = 'This model cannot leave out what does not fit into its context.';

/** No value is accepted. */
export const refused = (reason: string): Limit => ({ status: 'refused', reason });

/** Only values that ask for nothing are accepted. */
export const only = (values: unknown[], reason: string): Limit => ({ status: 'neutral_only', values, reason });

/** At most so much. */
export const upTo =
  (find: (can: ModelCapabilities) => number) =>
  (can: ModelCapabilities, { maximum = Number.POSITIVE_INFINITY }: Parameter): Limit => ({
    maximum: Math.min(maximum, find(can)),
  });

/** The limit for models that lack something. */
export const unless =
  (able: (can: ModelCapabilities) => boolean, limit: Limit | ((parameter: Parameter) => Limit)) =>
  (can: ModelCapabilities, parameter: Parameter): Limit => {
    if (able(can)) return undefined;
    return typeof limit === 'function' ? limit(parameter) : limit;
  };

export const chats = ({ chat }: ModelCapabilities) => chat;
export const calls = ({ tools }: ModelCapabilities) => tools;
export const thinks = ({ reasoning }: ModelCapabilities) => reasoning;
export const scores = ({ logprobs }: ModelCapabilities) => logprobs.generated;
export const trims = ({ context_overflow }: ModelCapabilities) => context_overflow.includes('trim_oldest');
export const keepsSchemas = ({ structured_output }: ModelCapabilities) => structured_output.includes('json_schema');

/** What a model makes of a parameter that the server honors. */
export function limitToModel(parameter: Parameter, can: ModelCapabilities, limits: Limits): Parameter {
  if (parameter.status !== 'honoured') return parameter;
  const limit = limits[parameter.name] ?? limits[parameter.name.split('.')[0] as string];
  return { ...parameter, ...limit?.(can, parameter) };
}
