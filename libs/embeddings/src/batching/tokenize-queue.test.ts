import type { Subscription } from 'rxjs';
import { ManualEmbedder, type PendingCall, settled } from '../testing/manual-embedder.js';
import { TokenizeQueue } from './tokenize-queue.js';

interface Reader {
  rows?: number[][];
  error?: unknown;
  subscription: Subscription;
}

function read(queue: TokenizeQueue, texts: string[]): Reader {
  const reader: Partial<Reader> = {};
  reader.subscription = queue.tokenize(texts).subscribe({
    next: (rows) => {
      reader.rows = rows;
    },
    error: (error: unknown) => {
      reader.error = error;
    },
  });
  return reader as Reader;
}

/** Settles the open call with rows that hold each text's length. */
async function finishCall(embedder: ManualEmbedder): Promise<string[]> {
  const { input, resolve } = embedder.tokenizations.shift() as PendingCall<string[], number[][]>;
  resolve(input.map((text) => [text.length]));
  await settled();
  return input;
}

describe('TokenizeQueue', () => {
  it('makes one call of requests that come together', async () => {
    const embedder = new ManualEmbedder();
    const queue = new TokenizeQueue(embedder);
    const readers = [read(queue, ['a', 'bb']), read(queue, ['ccc'])];
    await settled();
    expect(await finishCall(embedder)).toEqual(['a', 'bb', 'ccc']);
    expect(readers.map(({ rows }) => rows)).toEqual([[[1], [2]], [[3]]]);
  });

  it('lets a short request in after a piece of a long one', async () => {
    const embedder = new ManualEmbedder();
    const queue = new TokenizeQueue(embedder);
    const page = 'p'.repeat(70_000);
    const long = read(queue, [page, page, page]);
    await settled();
    const short = read(queue, ['short']);
    expect(await finishCall(embedder)).toEqual([page]);
    expect(await finishCall(embedder)).toEqual([page]);
    expect(await finishCall(embedder)).toEqual(['short', page]);
    expect([short.rows, long.rows]).toEqual([[[5]], [[70_000], [70_000], [70_000]]]);
  });

  it('takes turns among long requests', async () => {
    const embedder = new ManualEmbedder();
    const queue = new TokenizeQueue(embedder);
    const texts = (letter: string) => Array<string>(3).fill(letter.repeat(70_000));
    read(queue, texts('a'));
    read(queue, texts('b'));
    await settled();
    const order: string[] = [];
    while (embedder.tokenizations.length > 0)
      order.push(...(await finishCall(embedder)).map((text) => text[0] as string));
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('drops what waits of a request that is unsubscribed', async () => {
    const embedder = new ManualEmbedder();
    const queue = new TokenizeQueue(embedder);
    const page = 'p'.repeat(70_000);
    const gone = read(queue, [page, page]);
    const stays = read(queue, ['stays']);
    await settled();
    gone.subscription.unsubscribe();
    expect(await finishCall(embedder)).toEqual([page]);
    expect(await finishCall(embedder)).toEqual(['stays']);
    expect(embedder.tokenizations).toHaveLength(0);
    expect(stays.rows).toEqual([[5]]);
    expect(gone.rows).toBeUndefined();
  });

  it('fails the requests of a failed call, and goes on', async () => {
    const embedder = new ManualEmbedder();
    const queue = new TokenizeQueue(embedder);
    const failed = read(queue, ['a']);
    await settled();
    const next = read(queue, ['b']);
    const short = read(queue, ['c']);
    embedder.tokenizations.shift()?.reject(new Error('broken'));
    await settled();
    expect(failed.error).toMatchObject({ message: 'broken' });
    embedder.tokenizations.shift()?.resolve([[1]]);
    await settled();
    expect([next.error, short.error]).toEqual([
      expect.objectContaining({ code: 'INTERNAL' }),
      expect.objectContaining({ code: 'INTERNAL' }),
    ]);
  });
});
