import { terminalLine } from './terminal-line.js';

const time = '2026-01-02T03:04:05.678Z';
const clock = new Date(time).toLocaleTimeString('en-GB');

describe('terminalLine', () => {
  it.each([
    [{ level: 'info', msg: 'Ready' }, `${clock} INFO  Ready\n`],
    [
      { level: 'info', msg: 'request', status: 200, path: '/v1/models' },
      `${clock} INFO  request status=200 path=/v1/models\n`,
    ],
    [{ level: 'warn', context: 'Kernel', msg: 'slow' }, `${clock} \u001b[33mWARN \u001b[0m [Kernel] slow\n`],
    [
      { level: 'error', err: { message: 'no', stack: 'Error: no\n    at x' } },
      `${clock} \u001b[31mERROR\u001b[0m no\nError: no\n    at x\n`,
    ],
    [{ level: 'info', msg: 'm', list: ['a', { b: 1 }] }, `${clock} INFO  m list=[ 'a', { b: 1 } ]\n`],
  ])('formats %j', (record, line) => {
    expect(terminalLine(JSON.stringify({ time, ...record }))).toBe(line);
  });
});
