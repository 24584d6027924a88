// Long because one receiver, with the messages of OTLP that it reads.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A span as it arrived. */
export interface ReceivedSpan {
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentId: string;
  attributes: Record<string, unknown>;
  /** 2: an error. */
  status: number;
  ms: number;
}

/** A collector on the wire: takes OTLP over HTTP in its binary form, and remembers the spans. */
export class TraceReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** All that arrived, as text: whatever is in there left the server. */
  text = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TraceReceiver> {
    const server = createServer();
    const receiver = new TraceReceiver(server);
    server.on('request', async (request, response) => {
      const body = await buffer(request);
      if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/x-protobuf') {
        response.writeHead(404).end();
        return;
      }
      receiver.text += body.toString('latin1');
      receiver.spans.push(...messagesAt(fieldsOf(body), 1).flatMap(spansOf));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans that match, once there are so many. */
  async received(count: number, match: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan[]> {
    for (;;) {
      const found = this.spans.filter(match);
      if (found.length >= count) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Values of a protobuf message by the numbers of their fields. */
type Fields = Map<number, (Buffer | bigint)[]>;

/** See the encoding guide of Protocol Buffers: varints, fixed 64 bits, and what has a length. */
function fieldsOf(message: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(message[at++] as number);
      value |= (byte & 127n) << shift;
      if (byte < 128n) return value;
    }
  };
  while (at < message.length) {
    const tag = Number(varint());
    let value: Buffer | bigint;
    if (tag % 8 === 0) value = varint();
    else {
      const length = tag % 8 === 2 ? Number(varint()) : tag % 8 === 1 ? 8 : 4;
      value = message.subarray(at, at + length);
      at += length;
    }
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

const all = (fields: Fields, field: number) => fields.get(field) ?? [];
const messagesAt = (fields: Fields, field: number) => all(fields, field).map((it) => fieldsOf(it as Buffer));
const bytesAt = (fields: Fields, field: number) => (all(fields, field)[0] as Buffer | undefined) ?? Buffer.alloc(0);
const numberAt = (fields: Fields, field: number) => Number(all(fields, field)[0] ?? 0);

function spansOf(resourceSpans: Fields): ReceivedSpan[] {
  const [resource = new Map()] = messagesAt(resourceSpans, 1);
  const service = String(attributesAt(resource, 1)['service.name']);
  const spans = messagesAt(resourceSpans, 2).flatMap((scope) => messagesAt(scope, 2));
  return spans.map((span) => ({
    service,
    name: bytesAt(span, 5).toString(),
    kind: numberAt(span, 6),
    traceId: bytesAt(span, 1).toString('hex'),
    spanId: bytesAt(span, 2).toString('hex'),
    parentId: bytesAt(span, 4).toString('hex'),
    attributes: attributesAt(span, 9),
    status: numberAt(messagesAt(span, 15)[0] ?? new Map(), 3),
    ms: Number(bytesAt(span, 8).readBigUInt64LE() - bytesAt(span, 7).readBigUInt64LE()) / 1e6,
  }));
}

function attributesAt(fields: Fields, field: number): Record<string, unknown> {
  const pairs = messagesAt(fields, field).map((pair) => [bytesAt(pair, 1).toString(), anyValue(bytesAt(pair, 2))]);
  return Object.fromEntries(pairs);
}

/** `AnyValue`: text, a whole number, a number, or a list. */
function anyValue(message: Buffer): unknown {
  const value = fieldsOf(message);
  if (value.has(1)) return bytesAt(value, 1).toString();
  if (value.has(3)) return numberAt(value, 3);
  if (value.has(4)) return bytesAt(value, 4).readDoubleLE();
  return messagesAt(value, 5).flatMap((list) => all(list, 1).map((item) => anyValue(item as Buffer)));
}
