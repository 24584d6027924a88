import { anyOf, COUNT, constant, list, NUMBER, nullable, object, type Schema, STRING } from './schema-parts.js';

const FINISH = constant('stop', 'length', 'tool_calls', 'content_filter', 'function_call');

export const USAGE: Schema = object(
  { prompt_tokens: COUNT, completion_tokens: COUNT, total_tokens: COUNT },
  {
    prompt_tokens_details: object({}, { cached_tokens: COUNT, audio_tokens: COUNT }),
    completion_tokens_details: object({}, { reasoning_tokens: COUNT, audio_tokens: COUNT }),
  },
);

const TOKEN = { token: STRING, logprob: NUMBER, bytes: nullable(list({ type: 'integer', minimum: 0, maximum: 255 })) };
const TOKENS = nullable(list(object({ ...TOKEN, top_logprobs: list(object(TOKEN)) })));
/** `CreateChatCompletionResponse.choices[].logprobs` */
const CHAT_LOGPROBS: Schema = nullable(object({ content: TOKENS, refusal: TOKENS }));

const CALL = object({ id: STRING, type: constant('function'), function: object({ name: STRING, arguments: STRING }) });
const CALL_DELTA = object(
  { index: COUNT },
  { id: STRING, type: constant('function'), function: object({}, { name: STRING, arguments: STRING }) },
);
const HEAD = { id: STRING, created: COUNT, model: STRING };

/** `CreateChatCompletionResponse` */
export const CHAT_COMPLETION: Schema = object(
  {
    ...HEAD,
    object: constant('chat.completion'),
    choices: list(
      object({
        index: COUNT,
        finish_reason: FINISH,
        logprobs: CHAT_LOGPROBS,
        message: object(
          { role: constant('assistant'), content: nullable(STRING), refusal: nullable(STRING) },
          { tool_calls: list(CALL, { minItems: 1 }) },
        ),
      }),
      { minItems: 1 },
    ),
  },
  { usage: USAGE, system_fingerprint: STRING, service_tier: nullable(STRING) },
);

/** `CreateChatCompletionStreamResponse` */
export const CHAT_CHUNK: Schema = object(
  {
    ...HEAD,
    object: constant('chat.completion.chunk'),
    choices: list(
      object(
        {
          index: COUNT,
          finish_reason: nullable(FINISH),
          delta: object(
            {},
            {
              role: anyOf(constant('assistant')),
              content: nullable(STRING),
              refusal: nullable(STRING),
              tool_calls: list(CALL_DELTA),
            },
          ),
        },
        { logprobs: CHAT_LOGPROBS },
      ),
    ),
  },
  { usage: nullable(USAGE), system_fingerprint: STRING },
);
