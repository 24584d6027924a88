import { DEFAULT_SERVICES } from '../configuration/server-shape.js';
import { EngineService } from './engine-service.js';
import { Upstream } from './upstream.js';

let a: Upstream;
let b: Upstream;
let c: Upstream;
let service: EngineService;

beforeEach(() => {
  [a, b, c] = ['a', 'b', 'c'].map((name) => {
    const upstream = new Upstream(`http://${name}`, DEFAULT_SERVICES.limits);
    upstream.state = 'ready';
    return upstream;
  }) as [Upstream, Upstream, Upstream];
  service = new EngineService('inference', [a, b, c]);
});

afterEach(() => Promise.all([a, b, c].map((it) => it.close())));

const pick = (tried: Upstream[] = [], model?: string) => service.pick(new Set(tried), model);

describe('EngineService', () => {
  it('takes each in turn while all are alike', () => {
    expect(new Set([pick(), pick(), pick()])).toEqual(new Set([a, b, c]));
  });

  it('takes the one with the fewest open requests', () => {
    [a.open, b.open, c.open] = [3, 1, 2];
    expect([pick(), pick([b]), pick([b, c])]).toEqual([b, c, a]);
  });

  it('takes one that waits or is unknown only where none is ready, and one that is away never', () => {
    [a.state, b.state, c.state] = ['away', 'waiting', 'unknown'];
    expect([pick(), pick(), pick([c])]).toEqual([c, c, b]);
    expect(service.ready).toBe(false);
    for (let i = 0; i < 3; i += 1) for (const it of [b, c]) it.failed('broken');
    expect(pick()).toBeUndefined();
  });

  it('comes back to one that was tried where there is no other', () => {
    [b.state, c.state] = ['away', 'away'];
    expect(pick([a])).toBe(a);
  });

  it('takes one that has the model where they differ', () => {
    for (const it of [a, b, c]) it.models = new Set(['small']);
    expect(service.differs).toBe(false);
    b.models = new Set(['small', 'big']);
    b.open = 9;
    expect(service.differs).toBe(true);
    expect([pick([], 'big'), pick([], 'big')]).toEqual([b, b]);
    expect(pick([], 'default')).not.toBe(b);
  });
});
