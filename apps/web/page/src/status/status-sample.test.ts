import { rangeNames, rates, type StatusSample } from './status-sample.js';

const sample = (at: number, requests: number) => ({ at, requests }) as StatusSample;

describe('rates', () => {
  it('are what came in a second', () => {
    expect(rates([sample(0, 5), sample(1000, 7), sample(3000, 8)], 'requests')).toEqual([2, 0.5]);
  });

  it('are 0 after a restart and for samples of the same moment', () => {
    expect(rates([sample(0, 5), sample(1000, 0), sample(1000, 3)], 'requests')).toEqual([0, 0]);
    expect(rates([], 'requests')).toEqual([]);
  });
});

it('rangeNames says what each range holds', () => {
  expect(rangeNames([10, 500, 2500])).toEqual(['≤ 10 ms', '≤ 500 ms', '≤ 2.5 s', '> 2.5 s']);
});
