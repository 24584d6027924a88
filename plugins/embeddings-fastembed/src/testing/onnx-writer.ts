/** Just enough of ONNX's protobuf to write models by hand (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */

function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const number = (field: number, value: number | bigint) => Buffer.concat([varint(field << 3), varint(value)]);
const message = (field: number, body: Buffer) => Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
const text = (field: number, value: string) => message(field, Buffer.from(value));

export const FLOAT = 1;
export const INT64 = 7;

export type Attribute = number | number[] | { float: number };

function attribute(name: string, value: Attribute): Buffer {
  if (typeof value === 'number') return Buffer.concat([text(1, name), number(3, value), number(20, 2)]);
  if (Array.isArray(value)) {
    return Buffer.concat([text(1, name), ...value.map((item) => number(8, item)), number(20, 7)]);
  }
  const float = Buffer.alloc(4);
  float.writeFloatLE(value.float);
  return Buffer.concat([text(1, name), varint((2 << 3) | 5), float, number(20, 1)]);
}

/** A NodeProto. */
export function node(
  operator: string,
  inputs: string[],
  outputs: string[],
  attributes: Record<string, Attribute> = {},
): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, attribute(name, value))),
  ]);
}

/** A TensorProto with its data inside. */
export function tensor(name: string, dims: number[], data: Float32Array | BigInt64Array): Buffer {
  const type = data instanceof Float32Array ? FLOAT : INT64;
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([...dims.map((dim) => number(1, dim)), number(2, type), text(8, name), message(9, raw)]);
}

/** A TensorProto whose float data lie in another file beside the model. */
export function externalTensor(name: string, dims: number[], location: string, offset: number, length: number): Buffer {
  const entry = (key: string, value: string) => message(13, Buffer.concat([text(1, key), text(2, value)]));
  return Buffer.concat([
    ...dims.map((dim) => number(1, dim)),
    number(2, FLOAT),
    text(8, name),
    entry('location', location),
    entry('offset', String(offset)),
    entry('length', String(length)),
    number(14, 1),
  ]);
}

/** A ValueInfoProto: a graph's input or output. A dimension is a number or a symbol. */
export function value(name: string, type: number, dims: (number | string)[]): Buffer {
  const shape = dims.map((dim) => message(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)));
  const tensorType = Buffer.concat([number(1, type), message(2, Buffer.concat(shape))]);
  return Buffer.concat([text(1, name), message(2, message(1, tensorType))]);
}

export interface Graph {
  nodes: Buffer[];
  initializers: Buffer[];
  inputs: Buffer[];
  outputs: Buffer[];
}

/** A ModelProto of opset 17. */
export function model(graph: Graph): Buffer {
  const body = Buffer.concat([
    ...graph.nodes.map((item) => message(1, item)),
    text(2, 'graph'),
    ...graph.initializers.map((item) => message(5, item)),
    ...graph.inputs.map((item) => message(11, item)),
    ...graph.outputs.map((item) => message(12, item)),
  ]);
  return Buffer.concat([number(1, 8), message(7, body), message(8, Buffer.concat([text(1, ''), number(2, 17)]))]);
}
