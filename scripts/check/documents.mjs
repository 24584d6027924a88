// The documents say what is there: links resolve, every dependency and every option is named.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { build } from '../build.mjs';
import { dependencyProblems, usedDependencies } from '../documents/dependencies.mjs';
import { brokenLinks } from '../documents/links.mjs';
import { optionProblems } from '../documents/options.mjs';
import { sourceFiles } from '../source-files.mjs';
import { report } from './report.mjs';

const DEPENDENCIES = 'docs/dependencies.md';
const CONFIGURATION = 'docs/configuration.md';

async function checkOptions() {
  if (!existsSync(CONFIGURATION)) return [];
  if (!(await build(['server']))) return ['the server does not build, so its --help cannot be read'];
  const help = spawnSync(process.execPath, ['apps/server/bundle/main.js', '--help'], { encoding: 'utf8' });
  if (help.status !== 0) return [`the server's --help exits with ${help.status}: ${help.stderr}`];
  const texts = [readFileSync(CONFIGURATION, 'utf8'), help.stdout, readFileSync('libs/service/src/launch.ts', 'utf8')];
  return optionProblems(...texts).map((problem) => `${CONFIGURATION}: ${problem}`);
}

const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8'));
report([
  ...sourceFiles(['*.md']).flatMap(brokenLinks),
  ...dependencyProblems(readFileSync(DEPENDENCIES, 'utf8'), usedDependencies(workspaces)).map(
    (problem) => `${DEPENDENCIES}: ${problem}`,
  ),
  ...(await checkOptions()),
]);
