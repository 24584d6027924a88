// `npm run build [-- PROJECT …]`: builds what changed since its last build, in the order of nest-cli.json.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { markBuilt, staleProjects } from './stale.mjs';

const asked = process.argv.slice(2);
const projects = JSON.parse(readFileSync('nest-cli.json', 'utf8')).projects;
const stale = staleProjects(projects).filter((name) => asked.length === 0 || asked.includes(name));
if (stale.length === 0) process.exit(0);
console.log(`building ${stale.join(', ')}`);
const nest = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build', ...stale], {
  stdio: 'inherit',
});
if (nest.status !== 0) process.exit(nest.status ?? 1);
markBuilt(projects, stale);
