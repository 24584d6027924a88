/** One metadata value; integers are u32, other numbers f32. */
export type GgufValue = string | number | boolean | string[] | Int32Array | { float: number };

/** A tensor of 32-bit floats. The first dimension is the fastest, as llama.cpp counts them. */
export interface GgufTensor {
  dimensions: number[];
  data: Float32Array;
}

const ALIGNMENT = 32;
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

/** The bytes of a GGUF file (version 3, F32 tensors). */
export function writeGguf(metadata: Record<string, GgufValue>, tensors: Record<string, GgufTensor>): Buffer {
  const head: Buffer[] = [
    Buffer.from('GGUF'),
    u32(3),
    u64(Object.keys(tensors).length),
    u64(Object.keys(metadata).length),
  ];
  for (const [key, value] of Object.entries(metadata)) head.push(text(key), ...typed(value));
  let offset = 0;
  for (const [name, { dimensions, data }] of Object.entries(tensors)) {
    head.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset));
    offset += padded(data.byteLength);
  }
  const body = Object.values(tensors).map(({ data }) =>
    pad(Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  );
  return Buffer.concat([pad(Buffer.concat(head)), ...body]);
}

function typed(value: GgufValue): Buffer[] {
  if (typeof value === 'string') return [u32(TYPES.string), text(value)];
  if (typeof value === 'boolean') return [u32(TYPES.bool), Buffer.from([value ? 1 : 0])];
  if (typeof value === 'number') return [u32(TYPES.u32), u32(value)];
  if (Array.isArray(value)) return [u32(TYPES.array), u32(TYPES.string), u64(value.length), ...value.map(text)];
  if (value instanceof Int32Array) {
    return [u32(TYPES.array), u32(TYPES.i32), u64(value.length), Buffer.from(value.buffer)];
  }
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value.float);
  return [u32(TYPES.f32), bytes];
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}
