// `npm run test:containers`: builds the images and runs them with an engine of our own. Skipped, loudly, without root or Docker.
import { spawnSync } from 'node:child_process';
import { missingForEngine } from './containers/private-engine.mjs';

const missing = missingForEngine();
if (missing.length > 0) {
  console.log(
    `SKIPPED: the containers were not tested, for want of ${missing.join(', ')} (Debian: docker.io mmdebstrap)`,
  );
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}
const { stdout, status } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', 'test/containers/containers.test.mjs'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 },
);
console.log(stdout);
const count = (name) => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
const failed = Math.max(count('fail') + count('cancelled'), status === 0 ? 0 : 1);
console.log(`${count('pass')} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
