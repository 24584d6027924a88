import { PluginError } from '@predict-otron/plugin-sdk';
import { wireName } from '../../wire-name.js';

/** Fields that a request for a response has under another name than one for chat. */
const RESPONSE_NAMES: Record<string, string> = {
  messages: 'input',
  prompt: 'input',
  max_tokens: 'max_output_tokens',
  response_format: 'text.format',
  reasoning_effort: 'reasoning.effort',
  context_overflow: 'truncation',
  contextOverflow: 'truncation',
  logprobs: 'include',
};

/** The error of a model with the name by which a request for a response knows the field that is at fault. */
export function responseFailure(error: unknown): unknown {
  if (!PluginError.is(error) || typeof error.details.param !== 'string') return error;
  const { code, message, details } = error;
  const param = responseName(details.param as string);
  const problem = code === 'UNSUPPORTED' ? 'unsupported_parameter' : 'invalid_value';
  return new PluginError(code, message, { problem, ...details, param }, { cause: error });
}

/** The place inside of a message is lost: messages are not the items that they were made of. */
function responseName(param: string): string {
  const name = wireName(param);
  const [field = ''] = name.split(/[.[]/);
  return RESPONSE_NAMES[field] ?? name;
}
