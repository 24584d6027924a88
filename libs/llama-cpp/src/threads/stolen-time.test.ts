import { existsSync } from 'node:fs';
import { readCpuTimes, stolenShare } from './stolen-time.js';

const BEFORE = 'cpu  100 0 50 800 10 0 5 20 7 7\ncpu0 50 0 25 400 5 0 2 10 7 7\n';

it('tells which share of the time of all cores went to others', () => {
  // 60 user, 20 idle, 20 steal; what is behind, a guest's time, is within user already
  const after = 'cpu  160 0 50 820 10 0 5 40 67 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
  expect(stolenShare(BEFORE, after)).toBeCloseTo(0.2);
});

it('takes nothing for stolen where nothing tells', () => {
  expect(stolenShare(undefined, undefined)).toBe(0);
  expect(stolenShare(BEFORE, BEFORE)).toBe(0);
  expect(stolenShare('cpu  1 2 3 4', 'cpu  2 3 4 5')).toBe(0);
  expect(stolenShare('intr 1 2', 'cpu  a b c')).toBe(0);
});

it("reads the system's own times, where it has them", () => {
  const times = readCpuTimes();
  expect(times?.startsWith('cpu ') ?? false).toBe(existsSync('/proc/stat'));
});
