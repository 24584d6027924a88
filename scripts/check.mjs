// `npm run check [-- PART …]`: everything about the tree that is not a test. All parts run, even when one fails.
import { spawn } from 'node:child_process';

const SOURCES = ['apps', 'libs', 'plugins', 'deploy', 'test', 'scripts'];

/** Each part is a program of its own: it prints what is wrong and exits with something other than 0. */
const PARTS = {
  types: ['node_modules/typescript/bin/tsc', '--project', '.', '--pretty', 'false'],
  lint: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  imports: ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--progress', 'none', ...SOURCES],
  kernel: ['scripts/check/kernel.mjs'],
  unused: ['node_modules/knip/bin/knip.js', '--no-progress'],
  lock: ['scripts/check/lock.mjs'],
  files: ['scripts/check/files.mjs'],
  documents: ['scripts/check/documents.mjs'],
};

/** @returns {Promise<{ passed: boolean, output: string, seconds: string }>} */
function run(command) {
  const started = performance.now();
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ passed: code === 0, output, seconds: ((performance.now() - started) / 1000).toFixed(1) });
    });
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !PARTS[part]);
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}. Parts: ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}

const parts = asked.length > 0 ? asked : Object.keys(PARTS);
let failed = 0;
for (const part of parts) {
  const { passed, output, seconds } = await run(PARTS[part]);
  console.log(`${part.padEnd(10)} ${passed ? 'ok    ' : 'FAILED'} ${seconds.padStart(5)} s`);
  if (passed) continue;
  failed += 1;
  console.log(output.trimEnd().replace(/^/gm, '    '));
}
console.log(`${parts.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
