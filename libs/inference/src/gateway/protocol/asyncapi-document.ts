import { CLIENT_FRAMES } from './client-frames.js';
import { SERVER_EVENTS } from './server-events.js';

const ref = (...path: string[]) => ({ $ref: `#/${path.join('/')}` });

/** What the document calls the message of a type; `error` and the like would be read as a kind of thing otherwise. */
const clientMessage = (type: string) => `client.${type}`;
const serverMessage = (type: string) => `server.${type}`;

const messagesOf = (frames: Record<string, object>, nameOf: (type: string) => string) =>
  Object.fromEntries(
    Object.entries(frames).map(([type, payload]) => [
      nameOf(type),
      { name: type, contentType: 'application/json', payload },
    ]),
  );

const operation = (action: 'send' | 'receive', summary: string, names: string[]) => ({
  action,
  summary,
  channel: ref('channels', 'chat'),
  messages: names.map((name) => ref('channels', 'chat', 'messages', name)),
});

const names = {
  client: Object.keys(CLIENT_FRAMES).map(clientMessage),
  server: Object.keys(SERVER_EVENTS).map(serverMessage),
};

/** The WebSocket protocol as AsyncAPI 3 describes it. */
export const ASYNCAPI_DOCUMENT = {
  asyncapi: '3.0.0',
  info: {
    title: 'predict-otron over WebSocket',
    version: '1.0.0',
    description: 'Any number of chats at once over one connection. Every frame is a text frame with one JSON object.',
  },
  defaultContentType: 'application/json',
  channels: {
    chat: {
      address: '/v1/ws',
      messages: Object.fromEntries(
        [...names.client, ...names.server].map((name) => [name, ref('components', 'messages', name)]),
      ),
    },
  },
  operations: {
    receive: operation('receive', 'What a client sends.', names.client),
    send: operation('send', 'What the server sends.', names.server),
  },
  components: {
    messages: { ...messagesOf(CLIENT_FRAMES, clientMessage), ...messagesOf(SERVER_EVENTS, serverMessage) },
  },
};
