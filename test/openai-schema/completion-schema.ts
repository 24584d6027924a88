import { USAGE } from './chat-schema.js';
import { ANY, COUNT, constant, list, NUMBER, nullable, object, type Schema, STRING } from './schema-parts.js';

/** `CreateCompletionResponse`, which streams have as well. In a stream, a choice that has not ended has no reason yet. */
export const completion = (streamed: boolean): Schema => {
  const reason = constant('stop', 'length', 'content_filter');
  return object(
    {
      id: STRING,
      object: constant('text_completion'),
      created: COUNT,
      model: STRING,
      choices: list(
        object({
          index: COUNT,
          text: STRING,
          finish_reason: streamed ? nullable(reason) : reason,
          logprobs: nullable(
            object({
              text_offset: list(COUNT),
              tokens: list(STRING),
              token_logprobs: list(nullable(NUMBER)),
              top_logprobs: nullable(list(nullable({ type: 'object', additionalProperties: NUMBER }))),
            }),
          ),
        }),
      ),
    },
    { usage: nullable(USAGE), system_fingerprint: STRING },
  );
};

/** `CreateEmbeddingResponse` */
export const EMBEDDINGS: Schema = object({
  object: constant('list'),
  model: STRING,
  data: list(object({ object: constant('embedding'), index: COUNT, embedding: list(NUMBER, { minItems: 1 }) })),
  usage: object({ prompt_tokens: COUNT, total_tokens: COUNT }),
});

/** `Model` */
export const MODEL: Schema = object({ id: STRING, object: constant('model'), created: COUNT, owned_by: STRING });
/** `ListModelsResponse` */
export const MODELS: Schema = object({ object: constant('list'), data: list(MODEL) });

/** `ErrorResponse` */
export const ERROR: Schema = object({
  error: object({ type: STRING, message: STRING, param: nullable(STRING), code: nullable(STRING) }, { details: ANY }),
});
