import { open } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import { GgufCursor } from './gguf-cursor.js';
import { tensorBytes } from './tensor-bytes.js';

/** What no file goes beyond that people use. The header is read whole by others after this. */
const LIMITS = { headerBytes: 512 * 1024 * 1024, keys: 65_536, tensors: 262_144, keyBytes: 65_535, nameBytes: 63 };
/** Bytes of the values that have one size, by GGUF's number for the type. Source: the GGUF specification, version 3. */
const SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const [UINT32, INT32, FLOAT32, STRING, ARRAY] = [4, 5, 6, 8, 9];
/** Lists that llama.cpp takes for lists of this type without asking, and as long as the vocabulary. */
const LISTS: Readonly<Record<string, { types: readonly number[]; whole: boolean }>> = {
  'tokenizer.ggml.tokens': { types: [STRING], whole: true },
  'tokenizer.ggml.scores': { types: [FLOAT32], whole: true },
  'tokenizer.ggml.token_type': { types: [INT32, UINT32], whole: true },
  'tokenizer.ggml.merges': { types: [STRING], whole: false },
};

/**
 * Walks through a GGUF header before anything is built on its lengths: a file of a hundred bytes may speak of terabytes.
 * Resolves with the bytes of the header. Throws `MODEL_INVALID` with the reason.
 */
export async function checkHeader(path: string): Promise<number> {
  const file = await open(path).catch((error: unknown) => {
    throw new PluginError('MODEL_INVALID', `The model file cannot be read: ${String(error)}`);
  });
  try {
    const { size } = await file.stat();
    return await new HeaderWalk(new GgufCursor(file, size)).run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PluginError('MODEL_INVALID', `This is not a complete GGUF file: ${reason}. Fetch it again.`);
  } finally {
    await file.close();
  }
}

class HeaderWalk {
  private readonly lists = new Map<string, number>();
  private alignment = 32;

  constructor(private readonly cursor: GgufCursor) {}

  async run(): Promise<number> {
    const { cursor } = this;
    await cursor.need(24);
    refuseUnless(cursor.text(4) === 'GGUF', 'it does not begin as one');
    const version = cursor.uint32();
    refuseUnless(version === 2 || version === 3, `its version is ${version}, and not 2 or 3`);
    const [tensors, pairs] = [cursor.uint64(), cursor.uint64()];
    refuseUnless(tensors <= LIMITS.tensors && pairs <= LIMITS.keys, 'it counts more parts than any model has');
    const keys = new Set<string>();
    for (let i = 0; i < pairs; i++) await this.pair(keys);
    this.compareLists();
    const ends: [name: string, end: number][] = [];
    for (let i = 0; i < tensors; i++) ends.push(await this.tensor());
    const header = cursor.position;
    const data = Math.ceil(header / this.alignment) * this.alignment;
    const beyond = ends.find(([, end]) => data + end > cursor.size);
    refuseUnless(!beyond, `the weights "${beyond?.[0]}" lie behind its end`);
    return header;
  }

  private async pair(keys: Set<string>): Promise<void> {
    const key = await this.text(LIMITS.keyBytes);
    refuseUnless(key !== '' && !keys.has(key), `the key "${key}" is empty or stands there twice`);
    keys.add(key);
    await this.cursor.need(4);
    const type = this.cursor.uint32();
    if (key in LISTS) refuseUnless(type === ARRAY, `"${key}" is no list`);
    if (type === STRING) await this.skipText();
    else if (type === ARRAY) await this.list(key);
    else if (key === 'general.alignment' && type === UINT32) await this.readAlignment();
    else this.cursor.skip(sizeOf(type, key));
  }

  private async readAlignment(): Promise<void> {
    await this.cursor.need(4);
    this.alignment = this.cursor.uint32();
    refuseUnless(this.alignment > 0 && Number.isInteger(Math.log2(this.alignment)), 'its alignment is no power of two');
  }

  private async list(key: string): Promise<void> {
    const { cursor } = this;
    await cursor.need(12);
    const [type, count] = [cursor.uint32(), cursor.uint64()];
    const expected = LISTS[key];
    refuseUnless(!expected || expected.types.includes(type), `"${key}" holds another type than it must`);
    if (expected?.whole) this.lists.set(key, count);
    if (type !== STRING) return cursor.skip(count * sizeOf(type, key));
    for (let i = 0; i < count; i++) await this.skipText();
  }

  /** llama.cpp reads as many scores and types as there are tokens. */
  private compareLists(): void {
    const tokens = this.lists.get('tokenizer.ggml.tokens');
    for (const [key, count] of this.lists) {
      refuseUnless(count === tokens, `"${key}" has ${count} entries, but there are ${tokens ?? 'no'} tokens`);
    }
  }

  private async tensor(): Promise<[name: string, end: number]> {
    const { cursor } = this;
    const name = await this.text(LIMITS.nameBytes);
    await cursor.need(4);
    const count = cursor.uint32();
    refuseUnless(count >= 1 && count <= 4, `the weights "${name}" have ${count} dimensions`);
    await cursor.need(8 * count + 12);
    const dimensions = Array.from({ length: count }, () => cursor.uint64());
    const [type, offset] = [cursor.uint32(), cursor.uint64()];
    const bytes = tensorBytes(type, dimensions);
    const right = dimensions.every((size) => size > 0) && Number.isSafeInteger(bytes) && offset % this.alignment === 0;
    refuseUnless(right, `the weights "${name}" are of no size that they can have`);
    return [name, offset + bytes];
  }

  private async text(most: number): Promise<string> {
    await this.cursor.need(8);
    const length = this.cursor.uint64();
    refuseUnless(length <= most, `a name of ${length} bytes is in it`);
    await this.cursor.need(length);
    this.checkLength();
    return this.cursor.text(length);
  }

  private skipText(): Promise<void> | void {
    const { cursor } = this;
    if (!cursor.has(8)) return cursor.need(8).then(() => this.skipText());
    cursor.skip(cursor.uint64());
    this.checkLength();
  }

  private checkLength(): void {
    refuseUnless(this.cursor.position <= LIMITS.headerBytes, 'its header is longer than that of any model');
  }
}

function sizeOf(type: number, key: string): number {
  const size = SIZES[type];
  if (size === undefined) throw new RangeError(`"${key}" has a value of the type ${type}, which there is not`);
  return size;
}

function refuseUnless(right: boolean, reason: string): void {
  if (!right) throw new RangeError(reason);
}
