import fc from 'fast-check';
import { onlyKeepsOpen, separatorOf, WholeEvents } from './whole-events.js';

describe('WholeEvents', () => {
  it('gives whole events only, and loses nothing, wherever a stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), fc.array(fc.nat(80)), (events, tail, cuts) => {
        const stream = Buffer.from(
          `${events.map((event) => `data: ${event.replaceAll('\n', '')}é\n\n`).join('')}${tail}`,
        );
        const places = [...new Set(cuts)].sort((x, y) => x - y);
        const chunks = [...places, stream.length].map((end, i) => stream.subarray(places[i - 1] ?? 0, end));
        const whole = new WholeEvents('\n\n');
        const taken = chunks.map((chunk) => whole.take(chunk));
        for (const part of taken) expect(part.length === 0 || part.toString().endsWith('\n\n')).toBe(true);
        expect(Buffer.concat([...taken, whole.flush()])).toEqual(stream);
      }),
    );
  });
});

it.each([
  ['text/event-stream; charset=utf-8', '\n\n'],
  ['application/x-ndjson', '\n'],
  ['application/json; charset=utf-8', undefined],
  [undefined, undefined],
])('separates %s by %j', (type, separator) => {
  expect(separatorOf(type)).toBe(separator);
});

it.each([
  [': queued, place 3\n\n: queued, place 2\n\n', true],
  ['event: ping\ndata: {"type":"ping"}\n\n', true],
  ['', true],
  ['data: {"id":1}\n\n', false],
  [': reading\n\ndata: {}\n\n', false],
  ['{"message":{}}\n', false],
])('knows whether %j only keeps a connection open', (events, only) => {
  expect(onlyKeepsOpen(Buffer.from(events))).toBe(only);
});
