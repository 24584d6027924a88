import { parseCpuMax, parseCpuQuota, parseLimit, parseReclaimable, parseUsed } from './cgroup-values.js';

describe('values of control groups', () => {
  it.each([
    ['150000 100000\n', 1.5],
    ['max 100000\n', undefined],
    ['100000 0', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('cpu.max %j is %p CPUs', (text, cpus) => {
    expect(parseCpuMax(text)).toBe(cpus);
  });

  it.each([
    ['200000\n', '100000\n', 2],
    ['-1\n', '100000\n', undefined],
    ['50000', '', undefined],
  ])('a quota of %j in a period of %j is %p CPUs', (quota, period, cpus) => {
    expect(parseCpuQuota(quota, period)).toBe(cpus);
  });

  it.each([
    ['2147483648\n', 2147483648],
    ['max\n', undefined],
    ['0\n', undefined],
    [undefined, undefined],
  ])('a limit of %j is %p bytes', (text, bytes) => {
    expect(parseLimit(text)).toBe(bytes);
  });

  it.each([
    ['12\n', 12],
    [undefined, 0],
  ])('a use of %j is %p bytes', (text, bytes) => {
    expect(parseUsed(text)).toBe(bytes);
  });

  it.each([
    ['anon 5\ninactive_file 7\nactive_file 3\n', 7],
    ['inactive_file 1\ntotal_inactive_file 9\n', 9],
    ['anon 5\n', 0],
    [undefined, 0],
  ])('memory.stat %j can give back %p bytes', (text, bytes) => {
    expect(parseReclaimable(text)).toBe(bytes);
  });
});
