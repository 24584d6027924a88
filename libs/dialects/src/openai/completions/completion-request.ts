import { NeutralOnly } from '../../fields/neutral-only.js';
import { IntegerField } from '../../fields/number-field.js';
import { Rule } from '../../fields/rule.js';
import { GenerationFields } from '../generation-fields.js';
import { PromptField, type PromptInput } from './prompt-field.js';

/** Body of `POST /v1/completions`. */
export class CompletionRequest extends GenerationFields {
  @PromptField()
  prompt!: PromptInput;

  @IntegerField({
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Tokens to generate for each answer at most. Default: the rest of the context.',
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

  @NeutralOnly('What comes after the text that the model is to fill in.')
  suffix?: unknown;

  @NeutralOnly('Repeats the prompt in front of the answer.', [false])
  echo?: unknown;

  @Rule<CompletionRequest>(
    (bestOf, { n = 1 }) => (bestOf === n ? undefined : 'is not supported yet: leave it out or send the value of n'),
    'unsupported_parameter',
  )
  @IntegerField({
    minimum: 1,
    maximum: 128,
    description: 'Generates this many and returns the likeliest. Not supported yet: only the value of `n` is accepted.',
    default: 1,
  })
  best_of?: number;
}
