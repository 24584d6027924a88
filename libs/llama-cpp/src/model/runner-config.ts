import type { JsonObject } from '@predict-otron/plugin-sdk';

/** Tokens of a draft at most, unless the configuration says otherwise; llama.cpp's own number. */
const MAX_TOKENS = 16;
/** llama.cpp computes batches from 64 tokens on in another way, with other last bits. */
const MOST_TOKENS = 32;

/** The configuration of the runners over llama.cpp. */
export const runnerConfigSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    speculative: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Speculative decoding: how the next tokens of an answer are guessed, to be checked in one step.',
      properties: {
        method: {
          enum: ['off', 'ngram'],
          default: 'off',
          description: 'ngram: as what followed the same tokens before, in the prompt or the answer (prompt lookup).',
        },
        maxTokens: {
          type: 'integer',
          minimum: 1,
          maximum: MOST_TOKENS,
          default: MAX_TOKENS,
          description: 'Tokens of a guess at most; how many pay is measured.',
        },
      },
    },
  },
};

/** Tokens of a draft at most; 0: no speculative decoding. From the validated configuration. */
export function draftTokens(config: JsonObject = {}): number {
  const { method = 'off', maxTokens = MAX_TOKENS } = (config.speculative ?? {}) as {
    method?: 'off' | 'ngram';
    maxTokens?: number;
  };
  return method === 'off' ? 0 : maxTokens;
}
