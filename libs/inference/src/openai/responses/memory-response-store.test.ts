import type { ResponseItem } from '@predict-otron/dialects';
import { MemoryResponseStore, type ResponseLimits } from './memory-response-store.js';
import type { StoredResponse } from './response-store.js';
import { HOLDING_BYTES } from './shared-bytes.js';

const LIMITS: ResponseLimits = { entries: 100, bytes: 1_000_000, ageMs: 1000 };

const message = (id: string, text = 'Hi'): ResponseItem => ({
  id,
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
});

function stored(id: string, input: ResponseItem[] = [], output: ResponseItem[] = []): StoredResponse {
  return { response: { id, output } as unknown as StoredResponse['response'], input };
}

/** Of one object that is held so many times. */
const sizeOf = (value: object, times = 1) => JSON.stringify(value).length + times * HOLDING_BYTES;

describe('MemoryResponseStore', () => {
  let time: number;
  const storeWith = (limits: Partial<ResponseLimits> = {}) =>
    new MemoryResponseStore({ ...LIMITS, ...limits }, () => time);
  const idsIn = async (store: MemoryResponseStore, ids: string[]) => {
    const found = await Promise.all(ids.map((id) => store.find(id)));
    return ids.filter((_, index) => found[index]);
  };

  beforeEach(() => {
    time = 5000;
  });

  it('finds what was saved and nothing else', async () => {
    const store = storeWith();
    const one = stored('resp_1', [message('msg_1')], [message('msg_2')]);
    await store.save(one);
    expect(await store.find('resp_1')).toMatchObject(one);
    expect(await store.find('resp_2')).toBeUndefined();
  });

  it('forgets what is deleted, once', async () => {
    const store = storeWith();
    await store.save(stored('resp_1'));
    expect([await store.delete('resp_1'), await store.delete('resp_1')]).toEqual([true, false]);
    expect(await store.find('resp_1')).toBeUndefined();
  });

  it('keeps so many responses, the newest ones', async () => {
    const store = storeWith({ entries: 2 });
    for (const id of ['a', 'b', 'c']) await store.save(stored(id));
    expect(await idsIn(store, ['a', 'b', 'c'])).toEqual(['b', 'c']);
  });

  it('takes a response that is saved again for a new one', async () => {
    const store = storeWith({ entries: 2 });
    for (const id of ['a', 'b', 'a', 'c']) await store.save(stored(id));
    expect(await idsIn(store, ['a', 'b', 'c'])).toEqual(['a', 'c']);
  });

  it('keeps them so long', async () => {
    const store = storeWith();
    await store.save(stored('a'));
    time += 500;
    await store.save(stored('b'));
    time += 499;
    expect(await idsIn(store, ['a', 'b'])).toEqual(['a', 'b']);
    time += 1;
    expect(await idsIn(store, ['a', 'b'])).toEqual(['b']);
    time += 500;
    expect(await store.delete('b')).toBe(false);
  });

  it('keeps so many bytes', async () => {
    const item = message('msg_1', 'x'.repeat(1000));
    const store = storeWith({ bytes: 2 * (sizeOf(item) + sizeOf({ id: 'a' })) });
    for (const id of ['a', 'b', 'c']) await store.save(stored(id, [{ ...item }]));
    expect(await idsIn(store, ['a', 'b', 'c'])).toEqual(['b', 'c']);
    await store.delete('b');
    await store.save(stored('d', [], [{ ...item }]));
    expect(await idsIn(store, ['c', 'd'])).toEqual(['c', 'd']);
  });

  it('counts an item once in all responses of a conversation', async () => {
    const item = message('msg_1', 'x'.repeat(1000));
    const store = storeWith({ bytes: sizeOf(item, 3) + 3 * sizeOf({ id: 'a' }) });
    for (const id of ['a', 'b', 'c']) await store.save(stored(id, [item]));
    expect(await idsIn(store, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    await store.delete('a');
    await store.save(stored('d', [item], [message('msg_2')]));
    expect(await idsIn(store, ['b', 'c', 'd'])).toEqual(['d']);
    expect((await store.find('d'))?.input).toEqual([item]);
  });

  it('keeps the newest even when it is too large', async () => {
    const store = storeWith({ bytes: 100 });
    await store.save(stored('a'));
    await store.save(stored('b', [message('msg_1', 'x'.repeat(1000))]));
    expect(await idsIn(store, ['a', 'b'])).toEqual(['b']);
    await store.save(stored('c'));
    expect(await idsIn(store, ['b', 'c'])).toEqual(['c']);
  });
});
