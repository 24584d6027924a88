import { HARDWARE_UNION, SLOT_SUM, USAGE_SUM, unionOf } from './union.js';

const list = (...data: object[]) => ({ object: 'list', data });

describe('unionOf', () => {
  it('sorts what all have by id, and tells of each as one does that has it in memory', () => {
    const union = unionOf(
      'data',
      'id',
    )([
      list({ id: 'c', state: 'unloaded' }, { id: 'a', state: 'loaded', at: 1 }),
      list({ id: 'a', state: 'loaded', at: 2 }, { id: 'B' }, { id: 'c', state: 'loaded' }),
    ]);
    expect(union).toEqual(list({ id: 'B' }, { id: 'a', state: 'loaded', at: 1 }, { id: 'c', state: 'loaded' }));
  });

  it("sorts Ollama's names as if they had no tag", () => {
    const { models } = unionOf('models', 'name')([{ models: [{ name: 'a-b:latest' }, { name: 'a:latest' }] }]);
    expect(models).toEqual([{ name: 'a:latest' }, { name: 'a-b:latest' }]);
  });
});

it('shows each device once, and what runs on it anywhere', () => {
  const cpu = { id: 'cpu', kind: 'cpu' };
  const one = { devices: [cpu], absent: [{ provider: 'metal' }], chosen: { device: 'cpu' }, models: [{ model: 'a' }] };
  const other = {
    devices: [cpu, { id: 'cuda:0' }],
    absent: [],
    chosen: { device: 'cuda:0' },
    models: [{ model: 'b' }],
  };
  expect(HARDWARE_UNION([one, other])).toEqual({
    devices: [cpu, { id: 'cuda:0' }],
    absent: [{ provider: 'metal' }],
    chosen: { device: 'cpu' },
    models: [{ model: 'a' }, { model: 'b' }],
  });
});

it('adds slots up', () => {
  expect(
    SLOT_SUM([
      { running: 1, queued: 2 },
      { running: 3, queued: 0 },
    ]),
  ).toEqual({ running: 4, queued: 2 });
});

it('adds up what keys used, once where engines share it', () => {
  const use = (day: string, key: string | undefined, n: number) => ({
    day,
    ...(key && { key }),
    requests: n,
    prompt_tokens: 2 * n,
    generated_tokens: 3 * n,
  });
  const own = { usage: [use('2026-01-01', 'a', 1), use('2026-01-02', undefined, 1)], shared: false };
  expect(USAGE_SUM([own, own])).toEqual({
    usage: [use('2026-01-02', undefined, 2), use('2026-01-01', 'a', 2)],
    shared: false,
  });
  const shared = { ...own, shared: true };
  expect(USAGE_SUM([shared, shared])).toEqual({ usage: [...own.usage].reverse(), shared: true });
});
