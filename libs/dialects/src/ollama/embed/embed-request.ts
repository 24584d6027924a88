import { PluginError } from '@predict-otron/plugin-sdk';
import type { EmbedRequest } from '../../embeddings/embed-request.js';
import { MAX_EMBED_TEXTS, parseEmbedInput } from '../../embeddings/parse-embed-input.js';
import { validateApart } from '../../embeddings/validate-apart.js';
import { BooleanField } from '../../fields/boolean-field.js';
import { Field } from '../../fields/field.js';
import { IntegerField } from '../../fields/number-field.js';
import { StringField } from '../../fields/string-field.js';
import { timeLimit } from '../../fields/time-limit-fields.js';
import { invalidField, validateRequest } from '../../validation/index.js';
import { keepAliveMs } from '../keep-alive.js';
import { modelIdOf } from '../model-name.js';
import { OllamaEmbedFields } from './embed-fields.js';

/** All fields of `POST /api/embed` but `input`. */
class EmbedFields extends OllamaEmbedFields {
  @BooleanField({ description: 'Cut what is too long at its end instead of refusing it.', default: true })
  truncate?: boolean;

  @IntegerField({ minimum: 1, maximum: 65_536, description: 'Numbers of a vector; all when absent.' })
  dimensions?: number;
}

/** Body of `POST /api/embed`. */
export class OllamaEmbedRequest extends EmbedFields {
  @Field({
    required: true,
    description: 'The text, or up to 2,048 texts. Nothing, as "" or [], only loads the model.',
    oneOf: [{ type: 'string' }, { type: 'array', maxItems: MAX_EMBED_TEXTS, items: { type: 'string', minLength: 1 } }],
    example: ['The river runs to the sea.', 'Bread is baked in an oven.'],
  })
  input!: string | string[];
}

/** Body of `POST /api/embeddings`, the older of the two. */
export class OllamaEmbeddingsRequest extends OllamaEmbedFields {
  @StringField({
    description: 'The text; without one, the model is only loaded.',
    example: 'Bread is baked in an oven.',
  })
  prompt?: string;
}

/** What is to be computed. */
export interface OllamaEmbedding {
  model: string;
  /** Absent where the model is only to be loaded. */
  request?: EmbedRequest;
  /** Tokens of a text that the client counts on. */
  contextTokens?: number;
  /** Milliseconds that the model stays in memory after the answer. */
  keepMs?: number;
  /** Those of the request, for a load too. */
  limit: { deadline?: number; maxQueueMs?: number };
}

/** Reads the body of `POST /api/embed`. Throws `INPUT_INVALID` with the path of the fault in `param`. */
export function parseOllamaEmbed(body: unknown): OllamaEmbedding {
  const { fields, apart } = validateApart(EmbedFields, body, 'input');
  const model = modelIdOf(fields.model);
  const limit = timeLimit(fields);
  const asked = { model, contextTokens: fields.options?.num_ctx, keepMs: keepAliveMs(fields.keep_alive), limit };
  if (apart === '' || (Array.isArray(apart) && apart.length === 0)) return asked;
  const input = parseEmbedInput(apart);
  if ('tokens' in input) throw invalidField('input', 'must be a string or an array of strings');
  const { truncate = true, dimensions } = fields;
  return { ...asked, request: { model, input, truncate, dimensions, ...limit } };
}

/** Reads the body of `POST /api/embeddings`. */
export function parseOllamaEmbeddings(body: unknown): OllamaEmbedding {
  const fields = validateRequest(OllamaEmbeddingsRequest, body);
  const { prompt = '', options, keep_alive, model: name } = fields;
  const model = modelIdOf(name);
  const limit = timeLimit(fields);
  const asked = { model, contextTokens: options?.num_ctx, keepMs: keepAliveMs(keep_alive), limit };
  return prompt === '' ? asked : { ...asked, request: { model, input: { texts: [prompt] }, truncate: true, ...limit } };
}

/** Throws `UNSUPPORTED` for a client that counts on longer texts than a model reads. */
export function checkEmbedContext({ contextTokens = 0 }: OllamaEmbedding, maxTokens: number): void {
  if (contextTokens <= maxTokens) return;
  const message = `options.num_ctx is ${contextTokens}, but this model reads texts of ${maxTokens} tokens: ask for less.`;
  throw new PluginError('UNSUPPORTED', message, { param: 'options.num_ctx' });
}
