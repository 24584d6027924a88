import { fitText } from './models-fit.js';
import { pullLine } from './models-pull.js';
import { verificationText } from './models-verify.js';

const job = {
  status: 'running',
  phase: 'downloading',
  completed_bytes: 1024,
  total_bytes: 4096,
  bytes_per_second: 0,
} as const;

it.each([
  [{ ...job, phase: 'resolving' }, 'resolving'],
  [job, '1.0 KiB of 4.0 KiB'],
  [{ ...job, bytes_per_second: 1024, eta_seconds: 3 }, '1.0 KiB of 4.0 KiB, 1.0 KiB/s, 3 s left'],
])('tells of the pull %j', (pull, text) => {
  expect(pullLine(pull)).toBe(text);
});

const fit = { id: 'm', fits: true, loaded: false, devices: [], evicts: [], waits_for: [] };

it.each([
  [fit, 'm fits.'],
  [{ ...fit, loaded: true }, 'm is in memory.'],
  [{ ...fit, fits: false, reason: 'it needs 9 GiB' }, 'm does not fit: it needs 9 GiB.'],
  [{ ...fit, evicts: ['a', 'b'] }, 'm fits.\nTo make room, these would leave: a, b.'],
])('tells of the fit %j', (report, text) => {
  expect(fitText(report).startsWith(`${text}\n`)).toBe(true);
});

it.each([
  [[], 'The store is empty.\n'],
  [[{ id: 'm', intact: 2, unknown: 0, damaged: [] }], 'm: 2 files intact\n'],
  [[{ id: 'm', intact: 1, unknown: 1, damaged: [] }], 'm: 1 files intact, 1 without a checksum\n'],
])('tells of the verification %j', (models, text) => {
  expect(verificationText({ ok: true, models })).toBe(text);
});

it('says what to do about a damaged file', () => {
  const models = [{ id: 'm', intact: 0, unknown: 0, damaged: ['a.gguf'] }];
  expect(verificationText({ ok: false, models })).toMatch(/a\.gguf.*otron models rm/);
});
