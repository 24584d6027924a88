// `npm run build:chart [-- FLAGS]`: writes the Helm chart; `-- --help` lists the flags. `npm run helm` is the same.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { installIfMissing } from './install.mjs';

installIfMissing();
if (!(await build(['helm-chart-tool']))) process.exit(1);
const flags = process.argv.slice(2);
const { status } = spawnSync(process.execPath, ['deploy/helm-chart-tool/dist/main.js', ...flags], { stdio: 'inherit' });
process.exit(status ?? 1);
