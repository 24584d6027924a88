import { optionProblems } from './options.mjs';

describe('optionProblems', () => {
  it('finds options and variables that only one side has', () => {
    const page = 'Set `SERVER_PORT` or pass `--port 8080`. Old: `--socket`.';
    const help = '  --port <number>  the port (SERVER_PORT)\n  --host <name>  the host (SERVER_HOST)';
    expect(optionProblems(page, help)).toEqual([
      '--host is in --help but not on the page',
      'SERVER_HOST is in --help but not on the page',
      '--socket is on the page but not in --help',
    ]);
  });
});
