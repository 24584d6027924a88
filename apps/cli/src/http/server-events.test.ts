import { type ServerEvent, serverEvents } from './server-events.js';

const STREAM = 'data: {"a":"é"}\n\n: waiting\n\nevent: x\ndata: [DONE]\r\n\r\n';
const EVENTS = [{ data: '{"a":"é"}' }, { comment: 'waiting' }, { data: '[DONE]' }];

it.each([1, 2, 3, 7, 1000])('reads events that come %d bytes at a time', async (size) => {
  const all = Buffer.from(STREAM);
  async function* cut() {
    for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
  }
  const events: ServerEvent[] = [];
  for await (const event of serverEvents(cut())) events.push(event);
  expect(events).toEqual(EVENTS);
});
