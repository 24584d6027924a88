import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { changed, type Json, namesIn } from '../end-to-end/changed-body.js';
import { bodiesOf, type Schema } from './schema-bodies.js';

/** Frames for one WebSocket, sent as one piece. */
export interface FuzzFrames {
  name: string;
  bytes: Buffer;
  /** Close codes, one of which the server has to send by itself; absent where the client closes. */
  refusedBy?: number[];
}

interface Frame {
  opcode: number;
  payload: Buffer;
  fin?: boolean;
  rsv?: number;
  masked?: boolean;
  /** What its head says, where that is a lie. */
  length?: bigint;
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

/** A frame as it stands on the wire (RFC 6455, section 5.2). */
function frameBytes({ opcode, payload, fin = true, rsv = 0, masked = true, length }: Frame): Buffer {
  const size = length ?? BigInt(payload.length);
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
  const bit = masked ? 0x80 : 0;
  const extended = Buffer.alloc(size < 126n ? 0 : size < 65_536n ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(Number(size));
  if (extended.length === 8) extended.writeBigUInt64BE(size);
  head.push(bit | (extended.length === 0 ? Number(size) : extended.length === 2 ? 126 : 127));
  const mask = masked ? randomBytes(4) : Buffer.alloc(0);
  const body = masked ? payload.map((byte, i) => byte ^ (mask[i % 4] as number)) : payload;
  return Buffer.concat([Buffer.from(head), extended, mask, body]);
}

const text = (json: Json, more: Partial<Frame> = {}) =>
  frameBytes({ opcode: TEXT, payload: Buffer.from(JSON.stringify(json)), ...more });
const raw = (opcode: number, payload: Buffer | string = '', more: Partial<Frame> = {}) =>
  frameBytes({ opcode, payload: Buffer.from(payload as string), ...more });
const PINGED = { type: 'ping' };
const closing = (code: number) => raw(CLOSE, Buffer.from([code >> 8, code & 255]));

const PROTOCOL = [1002];
const VIOLATIONS: [string, Buffer, number[]][] = [
  ['not masked', text(PINGED, { masked: false }), PROTOCOL],
  ...[1, 2, 4].map((rsv): [string, Buffer, number[]] => [`reserved bits ${rsv}`, text(PINGED, { rsv }), PROTOCOL]),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Buffer, number[]] => [
    `opcode ${opcode}`,
    raw(opcode),
    PROTOCOL,
  ]),
  ['a ping in parts', raw(PING, 'a', { fin: false }), PROTOCOL],
  ['a long ping', raw(PING, 'a'.repeat(126)), PROTOCOL],
  ['a part of nothing', raw(0, 'a'), PROTOCOL],
  ['a message within another', Buffer.concat([raw(TEXT, 'a', { fin: false }), text(PINGED)]), PROTOCOL],
  ['no UTF-8', raw(TEXT, Buffer.from([0x22, 0xc3, 0x28, 0x22])), [1007]],
  ['half of a character', Buffer.concat([raw(TEXT, Buffer.from([0xe2, 0x82]), { fin: false }), raw(0)]), [1007]],
  ['binary', raw(BINARY, 'a'), [1003]],
  ['more than there may be', raw(TEXT, '', { length: 2n ** 40n }), [1009]],
  ['more than there is', raw(TEXT, '', { length: 2n ** 63n }), [1002, 1009]],
  ['a close of one byte', raw(CLOSE, 'a'), PROTOCOL],
  ['a close with no UTF-8', raw(CLOSE, Buffer.from([3, 232, 0xc3, 0x28])), [1007]],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code): [string, Buffer, number[]] => [
    `close code ${code}`,
    closing(code),
    PROTOCOL,
  ]),
];

/** Each of what the protocol forbids, once. */
export const NAMED_FRAMES: readonly FuzzFrames[] = VIOLATIONS.map(([name, bytes, refusedBy]) => ({
  name,
  bytes,
  refusedBy,
}));

/** In parts, with a ping between them, as clients may send any message. */
const inParts = (json: Json) => {
  const payload = Buffer.from(JSON.stringify(json));
  const [first, last] = [payload.subarray(0, payload.length / 2), payload.subarray(payload.length / 2)];
  return Buffer.concat([raw(TEXT, first, { fin: false }), raw(PING, 'a'), frameBytes({ opcode: 0, payload: last })]);
};

/** Messages of the gateway as its document has them, changed ones, noise, and what the protocol forbids behind them. */
export function framesOf(
  messages: Record<string, { payload: Schema }>,
  schemas: Record<string, Schema>,
): fc.Arbitrary<FuzzFrames> {
  const own = Object.entries(messages).filter(([name]) => name.startsWith('client.'));
  const made = fc.oneof(...own.map(([, { payload }]) => bodiesOf(payload, schemas)));
  const json = fc.oneof(
    made,
    made.chain((it) => changed(it as object, namesIn(it))),
  );
  const message = fc.oneof(
    { weight: 6, arbitrary: json.map((it) => text(it)) },
    { weight: 2, arbitrary: json.map(inParts) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((it) => raw(TEXT, it)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(raw(PING), raw(10, 'unasked'), raw(TEXT), raw(TEXT, '{'), raw(TEXT, 'null')),
    },
  );
  const some = fc.array(message, { minLength: 1, maxLength: 5 }).map((all) => Buffer.concat(all));
  const noise = fc
    .uint8Array({ minLength: 1, maxLength: 200 })
    .map((it) => ({ name: 'noise', bytes: Buffer.from(it) }));
  return fc.oneof(
    { weight: 5, arbitrary: some.map((bytes) => ({ name: 'messages', bytes })) },
    { weight: 1, arbitrary: noise },
    { weight: 2, arbitrary: fc.constantFrom(...NAMED_FRAMES) },
    {
      weight: 1,
      arbitrary: fc.tuple(some, fc.constantFrom(...NAMED_FRAMES)).map(([before, { name, bytes }]) => ({
        name: `messages, then ${name}`,
        bytes: Buffer.concat([before, bytes]),
      })),
    },
  );
}

export const HANDSHAKE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Closes as a client should. */
export const GOODBYE = closing(1000);

/** What the server sent behind its handshake: its texts, and its close code. */
export function serverFrames(received: string): { texts: string[]; code?: number } {
  const bytes = Buffer.from(received.slice(received.indexOf('\r\n\r\n') + 4), 'latin1');
  const texts: string[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const opcode = (bytes[at] as number) & 15;
    const short = (bytes[at + 1] as number) & 127;
    const start = at + (short === 126 ? 4 : short === 127 ? 10 : 2);
    // the rest of it is still on its way
    if (start > bytes.length) break;
    const size =
      short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
    at = start + size;
    if (at > bytes.length) break;
    const payload = bytes.subarray(start, at);
    if (opcode === TEXT) texts.push(payload.toString());
    if (opcode === CLOSE) return { texts, code: payload.length >= 2 ? payload.readUInt16BE(0) : 1005 };
  }
  return { texts };
}
