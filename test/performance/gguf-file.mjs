import { closeSync, openSync, writeSync } from 'node:fs';

const ALIGNMENT = 32;
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 };
/** Bytes of a block of values, as ggml counts them: 32 whole numbers of a byte behind their common 16-bit scale. */
export const TENSOR_TYPES = { F32: { id: 0, values: 1, bytes: 4 }, Q8_0: { id: 8, values: 32, bytes: 34 } };

/**
 * Writes a GGUF file (version 3, see docs/gguf.md of ggml), one tensor after the other: it may be larger than memory.
 *
 * @param {string} file
 * @param {Record<string, string | number | boolean | string[] | Int32Array | { float: number }>} metadata whole numbers are u32
 * @param {{ name: string, dimensions: number[], type: keyof typeof TENSOR_TYPES }[]} tensors the first dimension is the fastest
 * @param {(tensor: object, bytes: number) => Buffer} bytesOf the values of a tensor
 */
export function writeGgufFile(file, metadata, tensors, bytesOf) {
  const head = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(Object.keys(metadata).length)];
  for (const [key, value] of Object.entries(metadata)) head.push(text(key), ...typed(value));
  let offset = 0;
  const sizes = tensors.map(({ name, dimensions, type }) => {
    const { id, values, bytes } = TENSOR_TYPES[type];
    const size = (dimensions.reduce((product, length) => product * length, 1) / values) * bytes;
    head.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(id), u64(offset));
    offset += padded(size);
    return size;
  });
  const out = openSync(file, 'w');
  try {
    writeSync(out, pad(Buffer.concat(head)));
    for (const [i, tensor] of tensors.entries()) writeSync(out, pad(bytesOf(tensor, sizes[i])));
  } finally {
    closeSync(out);
  }
}

function typed(value) {
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

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function padded(length) {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function pad(bytes) {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}
