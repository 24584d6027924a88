import { checkTarget, runCase } from './bench-case.mjs';

const values = (...speeds: number[]) => speeds.map((speed) => ({ values: { speed } }));

describe('runCase', () => {
  const bench = { name: 'b', title: '', rounds: 3, metrics: {}, targets: [] };

  it('measures the peers in turns and turns the order around', async () => {
    const calls: string[] = [];
    const peer = (name: string) => async () => {
      calls.push(name);
      return { values: { speed: calls.length } };
    };
    const dispose = async () => void calls.push('dispose');
    const setup = async () => ({ peers: { a: peer('a'), b: peer('b') }, dispose });
    const rounds = await runCase({ ...bench, setup }, () => {}, 0);
    expect(calls).toEqual(['a', 'b', 'b', 'a', 'a', 'b', 'dispose']);
    expect(rounds.a).toEqual(values(1, 4, 5));
  });

  it('has all peers measure a part of a round before the next', async () => {
    const calls: string[] = [];
    const peer = (name: string) => async (part?: string) => {
      calls.push(`${name} ${part}`);
      return { values: { [part as string]: calls.length } };
    };
    const setup = async () => ({ peers: { a: peer('a'), b: peer('b') }, dispose: async () => {} });
    const rounds = await runCase({ ...bench, rounds: 2, parts: ['x', 'y'], setup }, () => {}, 0);
    expect(calls).toEqual(['a x', 'b x', 'a y', 'b y', 'b x', 'a x', 'b y', 'a y']);
    expect(rounds.a).toEqual([{ values: { x: 1, y: 3 } }, { values: { x: 6, y: 8 } }]);
  });

  it('disposes when a peer fails', async () => {
    let disposed = false;
    const setup = async () => ({
      peers: { a: () => Promise.reject(new Error('no')) },
      dispose: async () => {
        disposed = true;
      },
    });
    await expect(runCase({ ...bench, setup }, () => {}, 0)).rejects.toThrow('no');
    expect(disposed).toBe(true);
  });
});

describe('checkTarget', () => {
  // the machine became twice as slow in the last round: the ratio of each round does not notice
  const rounds = { server: values(95, 90, 46), loop: values(100, 100, 50) };
  const target = { metric: 'speed', peer: 'server', against: 'loop' };

  it('takes the median of the ratios within each round', () => {
    const { reached, met } = checkTarget({ ...target, by: 'ratio', atLeast: 0.9 }, rounds);
    expect(reached.median).toBeCloseTo(0.92);
    expect(met).toBe(true);
    expect(checkTarget({ ...target, by: 'ratio', atLeast: 0.93 }, rounds).met).toBe(false);
  });

  it('compares differences and plain values', () => {
    expect(checkTarget({ ...target, by: 'difference', atMost: -5 }, rounds).reached.median).toBe(-5);
    expect(checkTarget({ metric: 'speed', peer: 'server', by: 'value', atMost: 89 }, rounds).met).toBe(false);
  });
});
