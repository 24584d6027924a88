import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type RunningServer, startServer } from './server.js';

const PAGE = 'docs/conformance.md';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.end());

/** A page without its line that tells when and where. */
const timeless = (page: string) => page.replace(/^Tested on .*$/m, '');

it(`is what ${PAGE} says (npx otron conformance --markdown > ${PAGE})`, () => {
  const flags = ['conformance', '--markdown', '--base-url', server.url];
  const page = execFileSync(process.execPath, ['apps/cli/bin/otron.mjs', ...flags], { encoding: 'utf8' });
  expect(timeless(page)).toBe(timeless(readFileSync(PAGE, 'utf8')));
});
