import { Handle } from './handle.js';

class Counter {
  constructor(
    readonly id: string,
    private count: number,
  ) {}
  next(): number {
    return this.count++;
  }
}

describe('Handle', () => {
  it('calls what it points to, on that object', () => {
    const { proxy } = new Handle('RUNNER:a', new Counter('a', 1));
    expect([proxy.id, proxy.next(), proxy.next()]).toEqual(['a', 1, 2]);
  });

  it('stays the same while what it points to changes', () => {
    const handle = new Handle('RUNNER:a', new Counter('a', 1));
    const { proxy } = handle;
    handle.point(new Counter('a', 100));
    expect(proxy).toBe(handle.proxy);
    expect(proxy.next()).toBe(100);
  });

  it('throws DISPOSED for calls once released, and works again when pointed', () => {
    const handle = new Handle('RUNNER:a', new Counter('a', 1));
    handle.release();
    expect(() => handle.proxy.next()).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
    expect(handle.proxy.id).toBe('a');
    handle.point(new Counter('a', 7));
    expect(handle.proxy.next()).toBe(7);
  });

  it('has what the target has and takes nothing', () => {
    const { proxy } = new Handle<Counter>('RUNNER:a', new Counter('a', 1));
    expect(['next' in proxy, 'then' in proxy]).toEqual([true, false]);
    expect({ ...proxy }).toEqual({ id: 'a', count: 1 });
    expect(() => Object.assign(proxy, { id: 'b' })).toThrow(TypeError);
  });
});
