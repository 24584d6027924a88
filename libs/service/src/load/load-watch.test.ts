import { Registry } from 'prom-client';
import { containerLimit, heapShare, heldBytes } from './held-memory.js';
import { LoadWatch } from './load-watch.js';

function setUp(limit = 1000) {
  const now = { heldBytes: 100, heapShare: 0.1, lagMs: 0, collected: 0 };
  const lines: string[] = [];
  const registry = new Registry();
  const log = (...parts: unknown[]) => void lines.push(String(parts.at(-1)));
  const watch = new LoadWatch(limit, { info: log, warn: log } as never, registry, {
    heldBytes: () => now.heldBytes,
    heapShare: () => now.heapShare,
    lagMs: () => now.lagMs,
    collectGarbage: () => now.collected++,
  });
  const look = (values: Partial<typeof now>, times = 1) => {
    Object.assign(now, values);
    for (let i = 0; i < times; i++) watch.look();
  };
  const reasons = () => Object.values(watch.obstacles).flatMap((reason) => reason() ?? []);
  return { watch, look, reasons, lines, registry, now };
}

describe('LoadWatch', () => {
  it('refuses new work from nine tenths of the limit, and takes it again below eight', async () => {
    const { watch, look, reasons, lines, registry } = setUp();
    look({ heldBytes: 899 });
    expect(() => watch.admit()).not.toThrow();
    look({ heldBytes: 900 });
    const refusal = { code: 'OUT_OF_MEMORY', details: { retryAfterSeconds: 5 } };
    expect(() => watch.admit()).toThrow(expect.objectContaining(refusal));
    look({ heldBytes: 820 }, 3);
    expect(reasons()).toEqual(['memory is short']);
    const metrics = await registry.metrics();
    for (const line of [
      'otron_requests_shed_total 1',
      'otron_saturated{reason="memory"} 1',
      'otron_memory_held_bytes 820',
    ]) {
      expect(metrics).toContain(`${line}\n`);
    }
    look({ heldBytes: 799 });
    expect(() => watch.admit()).not.toThrow();
    expect(reasons()).toEqual([]);
    expect(lines).toEqual(['Memory is short: new work is refused.', 'There is memory again: new work is taken.']);
  });

  it('refuses it also where the heap of JavaScript is nearly full, and collects what nobody needs', () => {
    const { watch, look, now } = setUp();
    look({ heapShare: 0.95 }, 20);
    expect(() => watch.admit()).toThrow('short of memory');
    expect(now.collected).toBe(2);
  });

  it('is not ready after two seconds of a late event loop, but takes what comes', () => {
    const { watch, look, reasons } = setUp();
    look({ lagMs: 600 }, 3);
    look({ lagMs: 100 });
    look({ lagMs: 600 }, 3);
    expect(reasons()).toEqual([]);
    look({ lagMs: 600 });
    expect(reasons()).toEqual(['the event loop is late']);
    expect(() => watch.admit()).not.toThrow();
    look({ lagMs: 300 }, 9);
    expect(reasons()).toEqual(['the event loop is late']);
    look({ lagMs: 100 }, 4);
    expect(reasons()).toEqual([]);
  });

  it('measures this process', () => {
    expect(heldBytes()).toBeGreaterThan(10_000_000);
    expect(heapShare()).toBeGreaterThan(0);
    expect(heapShare()).toBeLessThan(1);
    expect(containerLimit() ?? 1e9).toBeGreaterThan(1_000_000);
  });
});
