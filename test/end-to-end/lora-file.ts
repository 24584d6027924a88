/** A pair of low-rank tensors of a LoRA adapter goes with each of these tensors of the embedded llama: its rows and columns. */
const TARGETS: Record<string, [read: number, written: number]> = Object.fromEntries(
  Array.from({ length: 6 }, (_, layer) => `blk.${layer}`).flatMap((block) => [
    [`${block}.attn_q.weight`, [192, 192]],
    [`${block}.ffn_down.weight`, [512, 192]],
  ]),
);
const RANK = 4;
const ALIGNMENT = 32;
const TYPES = { f32: 6, string: 8 };

/** The bytes of a LoRA adapter (GGUF) for the embedded llama, with random weights of the given size. */
export function loraFile(size: number, architecture = 'llama'): Buffer {
  const metadata = [
    pair('general.architecture', architecture),
    pair('general.type', 'adapter'),
    pair('general.name', 'Random'),
    pair('adapter.type', 'lora'),
    Buffer.concat([text('adapter.lora.alpha'), u32(TYPES.f32), f32([RANK])]),
  ];
  const tensors = Object.entries(TARGETS).flatMap(([name, [read, written]]) => [
    { name: `${name}.lora_a`, dimensions: [read, RANK], data: randomFloats(read * RANK, size) },
    { name: `${name}.lora_b`, dimensions: [RANK, written], data: randomFloats(RANK * written, size) },
  ]);
  let offset = 0;
  const heads = tensors.map(({ name, dimensions, data }) => {
    const head = [text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset)];
    offset += padded(data.length);
    return Buffer.concat(head);
  });
  const start = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.length), ...metadata, ...heads];
  return Buffer.concat([pad(Buffer.concat(start)), ...tensors.map(({ data }) => pad(data))]);
}

let state = 1;

/** The same numbers in each run, evenly spread around 0. */
function randomFloats(count: number, size: number): Buffer {
  return f32(
    Array.from({ length: count }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return (state / 2 ** 30 - 1) * size;
    }),
  );
}

function pair(key: string, value: string): Buffer {
  return Buffer.concat([text(key), u32(TYPES.string), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
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

function f32(values: number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}
