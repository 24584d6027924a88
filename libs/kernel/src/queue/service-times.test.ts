import { ServiceTimes } from './service-times.js';

describe('ServiceTimes', () => {
  it('takes a second a request while nothing is known', () => {
    expect(new ServiceTimes().secondsFor(8, 4)).toBe(2);
  });

  it('takes the first time as it is, and follows later ones', () => {
    const times = new ServiceTimes();
    times.record(10_000);
    expect(times.secondsFor(6, 2)).toBe(30);
    for (let i = 0; i < 50; i++) times.record(2000);
    expect(times.secondsFor(6, 2)).toBe(7);
  });

  it('is never less than a second', () => {
    const times = new ServiceTimes();
    times.record(3);
    expect(times.secondsFor(1, 16)).toBe(1);
  });
});
