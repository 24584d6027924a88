import { PluginError } from '@predict-otron/plugin-sdk';
import { StopSequencesField } from '../anthropic/messages/stop-sequences.js';
import { NeutralOnly } from '../fields/neutral-only.js';
import { IntegerField, NumberField } from '../fields/number-field.js';
import { Rule } from '../fields/rule.js';
import { SeedField } from '../openai/seed.js';

const LARGEST = 2 ** 31 - 1;
const FOR_SERVER = 'How the model is loaded, which the server’s own configuration says.';

/** How the next token is chosen, and how many there are. Where a field is absent, the model's own default holds. */
export class OllamaOptions {
  @NumberField({
    minimum: 0,
    maximum: 2,
    description: '0 always takes the likeliest token; higher is more random.',
    example: 0.7,
  })
  temperature?: number;

  @IntegerField({
    minimum: 0,
    maximum: LARGEST,
    description: 'Choose among this many of the likeliest tokens; 0 turns it off.',
    example: 40,
  })
  top_k?: number;

  @NumberField({
    minimum: 0,
    maximum: 1,
    description: 'Choose among the likeliest tokens whose probabilities sum to this.',
    example: 0.95,
  })
  top_p?: number;

  @NumberField({
    minimum: 0,
    maximum: 1,
    description: 'Choose among tokens at least this probable relative to the likeliest.',
    example: 0.05,
  })
  min_p?: number;

  @SeedField()
  seed?: number;

  @Rule((limit) => (limit === 0 ? 'must be at least 1, or -1 for no limit' : undefined))
  @IntegerField({
    minimum: -1,
    maximum: LARGEST,
    description: 'Tokens to generate at most; -1 for the rest of the context.',
    default: -1,
    example: 64,
  })
  num_predict?: number;

  @StopSequencesField()
  stop?: string[];

  @NumberField({
    minimum: 0.01,
    maximum: 10,
    description: 'Divides the logits of the last 64 tokens; 1 turns it off.',
    example: 1.1,
  })
  repeat_penalty?: number;

  @NumberField({
    minimum: -2,
    maximum: 2,
    description: 'Above 0 makes tokens that were generated already less likely.',
    default: 0,
  })
  presence_penalty?: number;

  @NumberField({ minimum: -2, maximum: 2, description: 'The same for each time that they were generated.', default: 0 })
  frequency_penalty?: number;

  @IntegerField({
    minimum: 1,
    maximum: LARGEST,
    description: 'Tokens of context that you count on; refused above what the model has here.',
    example: 512,
  })
  num_ctx?: number;

  @NeutralOnly('Tokens that `repeat_penalty` looks at.', [64])
  repeat_last_n?: unknown;

  @NeutralOnly('Tokens of the beginning that are kept when the context is full.')
  num_keep?: unknown;

  @NeutralOnly('Typical sampling.', [1])
  typical_p?: unknown;

  @NeutralOnly('Tail free sampling.', [1])
  tfs_z?: unknown;

  @NeutralOnly('Mirostat sampling.', [0])
  mirostat?: unknown;

  @NeutralOnly('Mirostat sampling.')
  mirostat_tau?: unknown;

  @NeutralOnly('Mirostat sampling.')
  mirostat_eta?: unknown;

  @NeutralOnly('Penalties for new lines too.')
  penalize_newline?: unknown;

  @NeutralOnly(FOR_SERVER)
  num_thread?: unknown;

  @NeutralOnly(FOR_SERVER)
  num_batch?: unknown;

  @NeutralOnly(FOR_SERVER)
  num_gpu?: unknown;

  @NeutralOnly(FOR_SERVER)
  main_gpu?: unknown;

  @NeutralOnly(FOR_SERVER)
  numa?: unknown;

  @NeutralOnly(FOR_SERVER)
  low_vram?: unknown;

  @NeutralOnly(FOR_SERVER)
  f16_kv?: unknown;

  @NeutralOnly(FOR_SERVER)
  use_mmap?: unknown;

  @NeutralOnly(FOR_SERVER)
  use_mlock?: unknown;

  @NeutralOnly(FOR_SERVER)
  logits_all?: unknown;

  @NeutralOnly(FOR_SERVER)
  vocab_only?: unknown;

  @NeutralOnly(FOR_SERVER)
  embedding_only?: unknown;
}

/** Throws `UNSUPPORTED` for a client that counts on more context than a model has. */
export function checkContext({ num_ctx = 0 }: OllamaOptions = {}, contextTokens: number): void {
  if (num_ctx <= contextTokens) return;
  const message = `options.num_ctx is ${num_ctx}, but this model has a context of ${contextTokens} tokens here: ask for less, or give it more in the server's configuration.`;
  throw new PluginError('UNSUPPORTED', message, { param: 'options.num_ctx' });
}
