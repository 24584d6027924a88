import { type FrameSchema, frameSchema, ofOpenApi } from './frame-schema.js';

const TEXT = { type: 'string' };
const INDEX = { type: 'integer', minimum: 0, description: 'Number of the answer, when `n` asks for several.' };
const ID = { ...TEXT, description: 'Of the chat that this belongs to.' };
const SEQ = { type: 'integer', minimum: 1, description: 'Number of the event in its stream: 1, 2, 3 …' };
const FINISH_REASONS = ['stop', 'length', 'tool_calls', 'cancelled'];

/** An event of a chat. */
const ofChat = (type: string, description: string, properties: Record<string, object>, required: string[]) =>
  frameSchema(type, description, { id: ID, seq: SEQ, ...properties }, ['id', 'seq', ...required]);

/** What the server may send. */
export const SERVER_EVENTS: Record<string, FrameSchema> = {
  accepted: ofChat(
    'accepted',
    'The chat is valid and has begun. Always its first event.',
    {
      model: { ...TEXT, description: 'Id of the model that answers.' },
      created: { type: 'integer', description: 'Seconds since the epoch.' },
      system_fingerprint: { ...TEXT, description: 'Changes with the model’s file and with what runs it.' },
      request_id: { ...TEXT, description: 'As in the server’s log.' },
      stream: { ...TEXT, description: 'With `resumable: true`: what to resume, cancel or delete it by.' },
      conversation: { ...TEXT, description: 'As it was sent.' },
      metadata: { type: 'object', additionalProperties: TEXT, description: 'As it was sent.' },
    },
    ['model', 'created', 'system_fingerprint', 'request_id'],
  ),
  queued: ofChat(
    'queued',
    'The chat waits for a slot. Comes again whenever its place changes.',
    { position: { type: 'integer', minimum: 1, description: '1 is next.' } },
    ['position'],
  ),
  loading: ofChat('loading', 'The model is being loaded.', { progress: { type: 'number', minimum: 0, maximum: 1 } }, [
    'progress',
  ]),
  delta: ofChat(
    'delta',
    'A piece of an answer: what is said, or what the model thinks before it says it.',
    {
      index: INDEX,
      kind: { enum: ['text', 'reasoning'] },
      text: { ...TEXT, description: 'Never a part of a character.' },
      logprobs: {
        type: 'array',
        items: ofOpenApi('ChatTokenLogprob'),
        description: 'With `logprobs: true`: the tokens of the text.',
      },
    },
    ['index', 'kind', 'text'],
  ),
  tool_call: ofChat(
    'tool_call',
    'A piece of a call of a function. The first piece of a call has its `call_id` and `name`.',
    {
      index: INDEX,
      call: { type: 'integer', minimum: 0, description: 'Number of the call in its answer.' },
      call_id: { ...TEXT, description: 'What the result refers to as `tool_call_id`.' },
      name: TEXT,
      arguments: { ...TEXT, description: 'The next piece of the arguments, which are JSON text.' },
    },
    ['index', 'call', 'arguments'],
  ),
  warning: ofChat('warning', 'Something to know that is no error.', { code: TEXT, message: TEXT }, ['code', 'message']),
  usage: ofChat(
    'usage',
    'Tokens of the whole chat. Comes before `end`, unless `stream_options.include_usage` is false or the chat was cancelled.',
    { usage: ofOpenApi('CompletionUsage') },
    ['usage'],
  ),
  end: ofChat(
    'end',
    'The last event of a chat that did not fail.',
    {
      finish_reasons: {
        type: 'array',
        minItems: 1,
        items: { enum: FINISH_REASONS },
        description: 'Why each answer ended, in the order of `index`.',
      },
      timings: {
        ...ofOpenApi('AnswerTimings'),
        description: 'Measured. Absent with `timings: false` and when the chat was cancelled.',
      },
    },
    ['finish_reasons'],
  ),
  error: frameSchema(
    'error',
    'With a `seq`: the last event of a chat that failed. With an `id` alone: the frame with this `id` was refused, and a chat that already has the `id` goes on. Without both: a frame was refused that had no usable `id`.',
    {
      id: { ...TEXT, description: 'Of the frame that failed.' },
      seq: SEQ,
      code: { type: ['string', 'null'], description: 'The same words as in the errors of the HTTP API.' },
      message: { ...TEXT, description: 'Says what to do.' },
      param: { type: ['string', 'null'], description: 'The field that is at fault, if one is.' },
      retry_after: { type: 'integer', minimum: 1, description: 'Seconds after which another try makes sense.' },
    },
    ['code', 'message', 'param'],
  ),
  models: frameSchema(
    'models',
    'The models, as GET /v1/models lists them.',
    { id: { ...TEXT, description: 'Of the frame.' }, data: { type: 'array', items: ofOpenApi('OpenAiModel') } },
    ['data'],
  ),
  pong: frameSchema('pong', 'Answers a ping.', { id: { ...TEXT, description: 'Of the ping.' } }, []),
};
