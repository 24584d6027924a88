import { errorEvent } from './error-event.js';

it.each([
  ['/v1/chat/completions?x=1', 'text/event-stream; charset=utf-8', 'data: {}\n\n'],
  ['/v1/messages?beta=true', 'text/event-stream; charset=utf-8', 'event: error\ndata: {}\n\n'],
  ['/api/chat', 'application/x-ndjson', '{}\n'],
])('ends a stream of %s as %s', (url, contentType, event) => {
  expect(errorEvent('{}', { url }, contentType)).toBe(event);
});
