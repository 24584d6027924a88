import {
  ANY,
  anyOf,
  BOOLEAN,
  COUNT,
  constant,
  list,
  NUMBER,
  nullable,
  object,
  type Schema,
  STRING,
} from './schema-parts.js';

const STATUS = constant('in_progress', 'completed', 'incomplete');
const LOGPROB = { token: STRING, logprob: NUMBER, bytes: list(COUNT) };
const LOGPROBS = list(object({ ...LOGPROB, top_logprobs: list(object(LOGPROB)) }));
const TEXT = object({ type: constant('output_text'), text: STRING, annotations: list(ANY), logprobs: LOGPROBS });
const REASONING_TEXT = object({ type: constant('reasoning_text'), text: STRING });

/** `OutputItem`, of the kinds that are served */
const ITEM = anyOf(
  object({ type: constant('message'), id: STRING, role: constant('assistant'), status: STATUS, content: list(TEXT) }),
  object(
    { type: constant('function_call'), call_id: STRING, name: STRING, arguments: STRING },
    { id: STRING, status: STATUS },
  ),
  object({ type: constant('reasoning'), id: STRING, summary: list(ANY) }, { content: list(REASONING_TEXT) }),
);

/** `Response` */
export const RESPONSE: Schema = object(
  {
    id: STRING,
    object: constant('response'),
    created_at: NUMBER,
    error: nullable(object({ code: STRING, message: STRING })),
    incomplete_details: nullable(object({}, { reason: constant('max_output_tokens', 'content_filter') })),
    instructions: nullable(STRING),
    metadata: nullable({ type: 'object', additionalProperties: STRING }),
    model: STRING,
    output: list(ITEM),
    parallel_tool_calls: BOOLEAN,
    temperature: nullable(NUMBER),
    tool_choice: anyOf(constant('none', 'auto', 'required'), object({ type: STRING })),
    tools: list(object({ type: STRING })),
    top_p: nullable(NUMBER),
  },
  {
    status: constant('completed', 'failed', 'in_progress', 'cancelled', 'queued', 'incomplete'),
    previous_response_id: nullable(STRING),
    max_output_tokens: nullable(COUNT),
    usage: nullable(
      object({
        input_tokens: COUNT,
        input_tokens_details: object({ cached_tokens: COUNT }),
        output_tokens: COUNT,
        output_tokens_details: object({ reasoning_tokens: COUNT }),
        total_tokens: COUNT,
      }),
    ),
  },
);

const event = (type: string, properties: Record<string, Schema>) =>
  object({ type: constant(type), sequence_number: COUNT, ...properties });
const OF_ITEM = { item_id: STRING, output_index: COUNT };
const OF_PART = { ...OF_ITEM, content_index: COUNT };
const PART = anyOf(TEXT, REASONING_TEXT);

/** `ResponseStreamEvent`, by its type */
export const RESPONSE_EVENTS: Record<string, Schema> = Object.fromEntries(
  [
    event('response.created', { response: RESPONSE }),
    event('response.in_progress', { response: RESPONSE }),
    event('response.completed', { response: RESPONSE }),
    event('response.incomplete', { response: RESPONSE }),
    event('response.failed', { response: RESPONSE }),
    event('response.output_item.added', { output_index: COUNT, item: ITEM }),
    event('response.output_item.done', { output_index: COUNT, item: ITEM }),
    event('response.content_part.added', { ...OF_PART, part: PART }),
    event('response.content_part.done', { ...OF_PART, part: PART }),
    event('response.output_text.delta', { ...OF_PART, delta: STRING, logprobs: LOGPROBS }),
    event('response.output_text.done', { ...OF_PART, text: STRING, logprobs: LOGPROBS }),
    event('response.reasoning_text.delta', { ...OF_PART, delta: STRING }),
    event('response.reasoning_text.done', { ...OF_PART, text: STRING }),
    event('response.function_call_arguments.delta', { ...OF_ITEM, delta: STRING }),
    event('response.function_call_arguments.done', { ...OF_ITEM, arguments: STRING }),
  ].map((schema) => [(schema.properties as { type: { enum: [string] } }).type.enum[0], schema]),
);
