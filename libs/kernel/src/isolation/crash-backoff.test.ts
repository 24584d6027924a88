import { CrashBackoff } from './crash-backoff.js';

function setUp() {
  let now = 0;
  const backoff = new CrashBackoff('m', () => now);
  return { backoff, pass: (ms: number) => (now += ms) };
}

describe('CrashBackoff', () => {
  it('lets a model be loaded again at once after one crash, then after 1, 2, 4 and at most 60 s', () => {
    const { backoff, pass } = setUp();
    const delays = [0, 1, 2, 4, 8, 16, 32, 60, 60].map((expected) => {
      backoff.start();
      backoff.crashed();
      if (expected > 0)
        expect(() => backoff.start()).toThrow(
          expect.objectContaining({ code: 'ENGINE_CRASHED', details: { retryAfterSeconds: expected } }),
        );
      pass(expected * 1000);
      return expected;
    });
    expect(delays).toHaveLength(9);
    expect(() => backoff.start()).not.toThrow();
  });

  it('forgives what was before an engine that ran for a minute', () => {
    const { backoff, pass } = setUp();
    for (let i = 0; i < 3; i++) {
      backoff.start();
      backoff.crashed();
      pass(10_000);
    }
    backoff.start();
    pass(60_000);
    backoff.crashed();
    expect(() => backoff.start()).not.toThrow();
  });
});
