import { IntegerField, NumberField } from '../fields/number-field.js';
import { LogitBiasField } from './logit-bias.js';
import { SeedField } from './seed.js';

/** How the next token is chosen: the same fields for chat and for completions. */
export class SamplingFields {
  @NumberField({
    minimum: 0,
    maximum: 2,
    description: "0 always takes the likeliest token; higher is more random. Default: the model's own.",
    example: 0.7,
  })
  temperature?: number;

  @NumberField({
    minimum: 0,
    maximum: 1,
    description: 'Choose among the likeliest tokens whose probabilities sum to this; 1 turns it off.',
    example: 0.95,
  })
  top_p?: number;

  @IntegerField({
    minimum: 0,
    maximum: 2 ** 31 - 1,
    description: 'Extension. Choose among this many of the likeliest tokens; 0 turns it off.',
    example: 40,
  })
  top_k?: number;

  @NumberField({
    minimum: 0,
    maximum: 1,
    description: 'Extension. Choose among tokens at least this probable relative to the likeliest; 0 turns it off.',
    example: 0.05,
  })
  min_p?: number;

  @SeedField()
  seed?: number;

  @NumberField({
    minimum: -2,
    maximum: 2,
    description: 'Above 0 makes tokens that were generated already less likely, however often.',
    default: 0,
  })
  presence_penalty?: number;

  @NumberField({
    minimum: -2,
    maximum: 2,
    description: 'Above 0 makes tokens less likely for each time that they were generated already.',
    default: 0,
  })
  frequency_penalty?: number;

  @NumberField({
    minimum: 0.01,
    maximum: 10,
    description: 'Extension. Divides the logits of the last 64 tokens; 1 turns it off.',
    example: 1.1,
  })
  repeat_penalty?: number;

  @LogitBiasField()
  logit_bias?: Record<string, number>;
}
