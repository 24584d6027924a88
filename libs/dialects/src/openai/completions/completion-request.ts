import { BooleanField } from '../../fields/boolean-field.js';
import { IntegerField } from '../../fields/number-field.js';
import { Rule } from '../../fields/rule.js';
import { StringField } from '../../fields/string-field.js';
import { GenerationFields } from '../generation-fields.js';
import { PromptField, type PromptInput } from './prompt-field.js';

/** Body of `POST /v1/completions`. */
export class CompletionRequest extends GenerationFields {
  @PromptField()
  prompt!: PromptInput;

  @Rule((limit, { echo }: CompletionRequest) =>
    limit !== 0 || echo ? undefined : 'is 0, which is only accepted together with echo: true',
  )
  @IntegerField({
    minimum: 0,
    maximum: 2 ** 31 - 1,
    description:
      'Tokens to generate for each answer at most; 0, with `echo`, only reads the prompt. Default: the rest of the context.',
    example: 64,
  })
  max_tokens?: number;

  @IntegerField({
    minimum: 0,
    maximum: 5,
    description:
      "Report the natural logarithm of each token's probability, before any filter or temperature, and this many of the likeliest tokens.",
    example: 2,
  })
  logprobs?: number;

  @Rule((suffix, { prompt }: CompletionRequest) =>
    suffix === '' || isText(prompt) ? undefined : 'is only accepted together with a prompt of text, not of token ids',
  )
  @StringField({
    description: 'The text that comes after the answer: the model fills the gap, if it was trained to; empty for none.',
    example: '',
  })
  suffix?: string;

  @Rule((echo, { suffix, context_overflow }: CompletionRequest) => {
    if (echo !== true) return undefined;
    if (suffix) return 'is not accepted together with suffix';
    const whole = context_overflow === undefined || context_overflow === 'refuse';
    return whole ? undefined : 'is only accepted together with context_overflow: "refuse"';
  })
  @BooleanField({
    description: 'Repeat the prompt in front of the answer, with its log probabilities if these are asked for.',
    default: false,
  })
  echo?: boolean;

  @Rule((bestOf, { n = 1, stream }: CompletionRequest) => {
    if (typeof bestOf !== 'number') return undefined;
    if (bestOf < n) return 'must be at least n';
    return stream && bestOf > n ? 'is not accepted together with stream: true' : undefined;
  })
  @IntegerField({
    minimum: 1,
    maximum: 128,
    description:
      'Generate this many answers and return the `n` likeliest by the mean log probability of their tokens. All are counted in `usage`. Default: `n`.',
    example: 1,
  })
  best_of?: number;
}

function isText(prompt: unknown): boolean {
  return typeof prompt === 'string' || (Array.isArray(prompt) && typeof prompt[0] === 'string');
}
