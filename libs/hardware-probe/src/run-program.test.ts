import { runProgram } from './run-program.js';

const node = (script: string, limitMs = 50_000) => runProgram(process.execPath, ['-e', script], limitMs);

describe('runProgram', () => {
  it('gives what the program prints', async () => {
    expect(await node('console.log("devices")')).toEqual({ text: 'devices\n' });
  });

  it.each([
    ['says on standard error', 'console.error("no driver"); process.exit(9)', /failed: no driver$/],
    [
      'says on standard output',
      'console.log("No devices were found"); process.exit(6)',
      /failed: No devices were found$/,
    ],
    ['does not say', 'process.exit(3)', /failed: Command failed/],
    ['says too much of', 'process.stdout.write("x".repeat(2e7))', /far more than/],
  ])('tells what a failing program %s', async (_, script, failure) => {
    expect(await node(script)).toEqual({ failure: expect.stringMatching(failure), missing: false });
  });

  it('knows a program that is not there', async () => {
    expect(await runProgram('/no/such/program', [], 1000)).toEqual({
      failure: '/no/such/program is not installed.',
      missing: true,
    });
  });

  it('leaves a program that hangs, whatever signals it ignores', async () => {
    const script = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
    expect(await node(script, 200)).toEqual({
      failure: expect.stringContaining('gave no answer in time.'),
      missing: false,
    });
  });
});
