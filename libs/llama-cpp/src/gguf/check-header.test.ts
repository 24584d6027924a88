import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkHeader } from './check-header.js';

const bytes = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const u32 = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};
const u64 = (value: number | bigint) => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
};
const string = (text: string) => bytes(u64(text.length), text);
const texts = (key: string, ...values: string[]) =>
  bytes(string(key), u32(9), u32(8), u64(values.length), ...values.map(string));
const floats = (key: string, count: number) => bytes(string(key), u32(9), u32(6), u64(count), Buffer.alloc(4 * count));
const tensor = (name: string, dimensions: (number | bigint)[], type: number, offset: number | bigint) =>
  bytes(string(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(offset));
/** A file with these keys, these tensors, and so many bytes of weights. */
const file = (pairs: Buffer[], tensors: Buffer[] = [], weights = 0, version = 3) => {
  const header = bytes('GGUF', u32(version), u64(tensors.length), u64(pairs.length), ...pairs, ...tensors);
  return bytes(header, Buffer.alloc((32 - (header.length % 32)) % 32), Buffer.alloc(weights));
};

const EIGHT = tensor('a', [8], 0, 0);
const TOKENS = texts('tokenizer.ggml.tokens', 'a', 'b');
const HUGE = 2n ** 62n;

describe('checkHeader', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'otron-header-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const check = async (content: Buffer) => {
    const path = join(folder, 'model.gguf');
    await writeFile(path, content);
    return checkHeader(path);
  };

  it.each(['otron-tiny-llama-q8_0.gguf', 'otron-tiny-gemma-q8_0.gguf'])('takes %s', async (name) => {
    const path = new URL(`../../../../models/${name}`, import.meta.url).pathname;
    const length = await checkHeader(path);
    expect(length).toBeGreaterThan(20_000);
    const whole = await readFile(path);
    expect(whole.subarray(0, length).includes('tokenizer.chat_template')).toBe(true);
  });

  it('takes a small file with all kinds of values', async () => {
    const pairs = [TOKENS, floats('tokenizer.ggml.scores', 2), bytes(string('x'), u32(7), Buffer.from([1]))];
    await expect(check(file(pairs, [EIGHT, tensor('b', [32, 2], 8, 32)], 100))).resolves.toBeGreaterThan(100);
  });

  it.each<[string, Buffer, string]>([
    ['no GGUF', bytes('GGML', Buffer.alloc(40)), 'does not begin'],
    ['nothing', Buffer.alloc(0), 'ends in the middle'],
    ['an old version', file([], [], 0, 1), 'version is 1'],
    ['a file of the other byte order', file([], [], 0, 0x03000000), 'version is 50331648'],
    ['more keys than there are', bytes('GGUF', u32(3), u64(0), u64(HUGE)), 'more parts'],
    ['more tensors than there are', bytes('GGUF', u32(3), u64(HUGE), u64(0)), 'more parts'],
    ['a key of terabytes', file([bytes(u64(2n ** 42n), 'k')]), 'name of 4398046511104 bytes'],
    ['a text of terabytes', file([bytes(string('k'), u32(8), u64(2n ** 42n), 'x')]), 'ends in the middle'],
    ['a text of gigabytes', file([bytes(string('k'), u32(8), u64(2n ** 31n), 'x')]), 'ends in the middle'],
    ['a list of terabytes', file([bytes(string('k'), u32(9), u32(6), u64(HUGE))]), 'ends in the middle'],
    ['a list of lists', file([bytes(string('k'), u32(9), u32(9), u64(1))]), 'type 9'],
    ['a type that there is not', file([bytes(string('k'), u32(77), u64(1))]), 'type 77'],
    ['a key twice', file([TOKENS, TOKENS]), 'twice'],
    ['fewer scores than tokens', file([TOKENS, floats('tokenizer.ggml.scores', 1)]), 'has 1 entries'],
    ['types without tokens', file([floats('tokenizer.ggml.scores', 1)]), 'no tokens'],
    ['texts for numbers', file([TOKENS, texts('tokenizer.ggml.scores', 'a', 'b')]), 'another type'],
    ['numbers for texts', file([floats('tokenizer.ggml.tokens', 2)]), 'another type'],
    ['one number for a list', file([bytes(string('tokenizer.ggml.merges'), u32(4), u32(1))]), 'is no list'],
    ['an alignment of 7', file([bytes(string('general.alignment'), u32(4), u32(7))]), 'power of two'],
    ['an alignment of 0', file([bytes(string('general.alignment'), u32(4), u32(0))]), 'power of two'],
    ['weights behind the end', file([], [EIGHT], 31), 'lie behind'],
    ['an offset behind the end', file([], [tensor('a', [8], 0, 2n ** 52n)], 64), 'lie behind'],
    ['an offset between', file([], [tensor('a', [8], 0, 4)], 64), 'no size'],
    ['no elements', file([], [tensor('a', [0], 0, 0)], 64), 'no size'],
    ['dimensions that overflow', file([], [tensor('a', [2n ** 33n, 2n ** 33n], 0, 0)], 64), 'no size'],
    ['a row that blocks do not divide', file([], [tensor('a', [33], 8, 0)], 64), 'no size'],
    ['five dimensions', file([], [tensor('a', [1, 1, 1, 1, 1], 0, 0)], 64), '5 dimensions'],
  ])('refuses %s', async (_, content, reason) => {
    await expect(check(content)).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining(reason),
    });
  });
});
