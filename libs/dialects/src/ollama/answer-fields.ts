import type { GenerationRequest } from '@predict-otron/plugin-sdk';
import { BooleanField } from '../fields/boolean-field.js';
import { NeutralOnly } from '../fields/neutral-only.js';
import { IntegerField } from '../fields/number-field.js';
import { ObjectField } from '../fields/object-field.js';
import { Rule } from '../fields/rule.js';
import { StringField } from '../fields/string-field.js';
import { QueueTimeoutField, TimeoutField, timeLimit } from '../fields/time-limit-fields.js';
import { toSampling } from '../openai/sampling.js';
import { FormatField, formatConstraint, type OllamaFormat } from './format-field.js';
import { type KeepAlive, KeepAliveField } from './keep-alive.js';
import { OllamaOptions } from './ollama-options.js';
import { type Think, ThinkField, thinkReasoning } from './think-field.js';

/** What requests for chat and for texts have in common. */
export class OllamaAnswerFields {
  @StringField({
    required: true,
    minLength: 1,
    description: 'Name of a language model of `GET /api/tags`; `name:latest` is `name`, `default` the default one.',
    example: 'default',
  })
  model!: string;

  @BooleanField({ description: 'Send the answer piece by piece, each a line of JSON.', default: true, example: true })
  stream?: boolean;

  @FormatField()
  format?: OllamaFormat;

  @ThinkField()
  think?: Think;

  @ObjectField({ of: () => OllamaOptions, description: 'How tokens are chosen, and how many.' })
  options?: OllamaOptions;

  @BooleanField({ description: "Report the natural logarithm of each token's probability.", default: false })
  logprobs?: boolean;

  @Rule((_, { logprobs }: OllamaAnswerFields) =>
    logprobs === true ? undefined : 'is only accepted together with logprobs: true',
  )
  @IntegerField({ minimum: 0, maximum: 20, description: 'Also report this many of the likeliest tokens.', default: 0 })
  top_logprobs?: number;

  @BooleanField({
    description: 'Leave out the oldest turns of a conversation that does not fit, instead of refusing it.',
    default: false,
  })
  truncate?: boolean;

  @NeutralOnly('Forgets the middle of the context when it is full.', [false])
  shift?: unknown;

  @KeepAliveField()
  keep_alive?: KeepAlive;

  @TimeoutField()
  timeout?: number;

  @QueueTimeoutField()
  queue_timeout?: number;
}

/** What such a request asks of a model beside the prompt. */
export function answerOptions(request: OllamaAnswerFields): Omit<GenerationRequest, 'prompt'> {
  const { seed, stop = [], num_predict = -1, ...sampling } = request.options ?? {};
  return {
    // Ollama's -1 is a new seed each time
    sampling: toSampling({ ...sampling, seed: seed === -1 ? undefined : seed }),
    stop,
    n: 1,
    contextOverflow: request.truncate ? 'trim' : 'refuse',
    ...(num_predict > 0 ? { maxTokens: num_predict } : {}),
    ...formatConstraint(request.format),
    ...thinkReasoning(request.think),
    ...(request.logprobs ? { logprobs: { top: request.top_logprobs ?? 0, prompt: false } } : {}),
    ...timeLimit(request),
  };
}
