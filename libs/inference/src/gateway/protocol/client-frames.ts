import { type FrameSchema, frameSchema, ofOpenApi } from './frame-schema.js';

const ID = { type: 'string', minLength: 1, maxLength: 128 };
const ECHO = { ...ID, description: 'Comes back with the answer.' };

/** What a client may send. */
export const CLIENT_FRAMES: Record<string, FrameSchema> = {
  chat: {
    title: 'chat',
    description: 'Asks for an answer. Its other fields are those of the body of POST /v1/chat/completions.',
    type: 'object',
    required: ['type', 'id'],
    properties: {
      type: { const: 'chat' },
      id: { ...ID, description: 'Your name for this chat; no other one that goes on over this socket has it.' },
      conversation: {
        ...ID,
        description:
          'The server puts the messages of this conversation so far in front, and adds these and the answer.',
      },
    },
    allOf: [ofOpenApi('ChatCompletionRequest')],
  },
  cancel: frameSchema('cancel', 'Ends a chat.', { id: { ...ID, description: 'Of the chat.' } }, ['id']),
  resume: frameSchema(
    'resume',
    'Goes on with a stream that was opened with `resumable: true`.',
    {
      stream: { ...ID, description: 'The `stream` of its `accepted` event.' },
      after: {
        type: 'integer',
        minimum: 0,
        description: 'The `seq` of the last event that you have seen; 0 for none.',
      },
      id: { ...ID, description: 'What its events have as `id` from now on. Default: the `id` that it had.' },
    },
    ['stream', 'after'],
  ),
  models: frameSchema('models', 'Asks for the list of models.', { id: ECHO }, []),
  ping: frameSchema('ping', 'Asks for a pong.', { id: ECHO }, []),
};
