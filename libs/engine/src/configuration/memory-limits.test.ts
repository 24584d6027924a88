import { memoryLimits } from './memory-limits.js';

describe('memoryLimits', () => {
  it('reads amounts for every device and for one', () => {
    expect(memoryLimits(['8GiB', 'cuda:0=80%', 'cpu=1.5 GB', 'metal=512mib'])).toEqual({
      '*': { bytes: 8 * 2 ** 30 },
      'cuda:0': { share: 0.8 },
      cpu: { bytes: 1_500_000_000 },
      metal: { bytes: 512 * 2 ** 20 },
    });
  });

  it.each(['8', 'much', '120%', 'cpu=', '-1GB'])('refuses %s', (text) => {
    expect(() => memoryLimits([text])).toThrow();
  });
});
