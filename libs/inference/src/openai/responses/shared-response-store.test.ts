import { MemoryResponseStore } from './memory-response-store.js';
import type { StoredResponse } from './response-store.js';
import { SharedResponseStore, type SharedTexts } from './shared-response-store.js';

class Texts implements SharedTexts {
  readonly texts = new Map<string, string>();
  isAway = false;

  async get(key: string) {
    this.look();
    return this.texts.get(key);
  }

  async set(key: string, text: string, ms: number) {
    this.look();
    expect(ms).toBe(1000);
    this.texts.set(key, text);
  }

  async delete(key: string) {
    this.look();
    return this.texts.delete(key);
  }

  private look(): void {
    if (this.isAway) throw new Error('away');
  }
}

const stored = (id: string) => ({ response: { id, output: [] }, input: [] }) as unknown as StoredResponse;

describe('SharedResponseStore', () => {
  let texts: Texts;
  const store = () =>
    new SharedResponseStore(texts, new MemoryResponseStore({ entries: 9, bytes: 1e6, ageMs: 1000 }), 1000);

  beforeEach(() => {
    texts = new Texts();
  });

  it('lets one server find and forget what another has saved', async () => {
    const [one, other] = [store(), store()];
    await one.save(stored('a'));
    expect(await other.find('a')).toEqual(stored('a'));
    expect([await other.delete('a'), await other.delete('a')]).toEqual([true, false]);
    expect(await one.find('a')).toBeUndefined();
  });

  it('keeps by itself what comes while nothing is shared, and finds it afterwards', async () => {
    const one = store();
    await one.save(stored('before'));
    texts.isAway = true;
    await one.save(stored('meanwhile'));
    expect(await one.find('meanwhile')).toMatchObject(stored('meanwhile'));
    expect(await one.find('before')).toBeUndefined();
    texts.isAway = false;
    expect(await one.find('meanwhile')).toMatchObject(stored('meanwhile'));
    expect(await one.find('before')).toEqual(stored('before'));
    expect(await one.delete('meanwhile')).toBe(true);
  });
});
