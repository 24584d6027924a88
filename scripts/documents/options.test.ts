import { optionProblems } from './options.mjs';

describe('optionProblems', () => {
  it('finds options and variables that only one side has', () => {
    const page = 'Set `SERVER_PORT` or pass `--port 8080`. Old: `--socket`. The launcher sets `POOL_SIZE`.';
    const help = '  --port <number>  the port (SERVER_PORT)\n  --host <name>  the host (SERVER_HOST)\n  --version';
    expect(optionProblems(page, help, 'const POOL_SIZE = 1;')).toEqual([
      '--host is in --help but not on the page',
      'SERVER_HOST is in --help but not on the page',
      '--socket is on the page but not in --help',
    ]);
  });
});
