// `node scripts/render-golden.mjs`: renders the chart anew for each values file in golden/, after a change that was meant.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GOLDEN = 'deploy/helm-chart-tool/golden';
const HELM = '.cache/helm';
const NAME = 'predict-otron-9000';
const VERSIONS = ['--chart-version', '1.0.0', '--app-version', '1.0.0'];

const work = mkdtempSync(join(tmpdir(), 'golden-'));
try {
  execFileSync(process.execPath, ['scripts/fetch-helm.mjs'], { stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/build-chart.mjs', '--out', work, '--name', NAME, ...VERSIONS], {
    stdio: 'inherit',
  });
  for (const file of readdirSync(GOLDEN).filter((name) => name.endsWith('.values.yaml'))) {
    const values = ['--values', join(GOLDEN, file), '--kube-version', '1.33.0'];
    const output = execFileSync(HELM, ['template', 'r1', join(work, NAME), ...values], { encoding: 'utf8' });
    writeFileSync(join(GOLDEN, file.replace('.values', '')), output);
  }
} finally {
  rmSync(work, { recursive: true });
}
