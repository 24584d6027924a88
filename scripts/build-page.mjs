// The part of the build that Vite does: what browsers get, and what renders the pages on the server.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beginBuild, finishBuild, inputPrints, isStale } from './stale.mjs';

const VITE = 'node_modules/vite/bin/vite.js';
const ROOT = 'apps/web/page';
const SHARED = 'apps/web/src/shared';

/** A project beside those of nest-cli.json, with the same stamp in its dist. @returns {import('./projects.mjs').Project} */
function pageProject() {
  const shared = readdirSync(SHARED).filter((file) => !file.endsWith('.test.ts'));
  const publicFiles = readdirSync(join(ROOT, 'public/assets')).map((file) => join(ROOT, 'public/assets', file));
  return {
    name: 'page',
    root: ROOT,
    dependencies: [],
    inputs: [
      'apps/web/package.json',
      join(ROOT, 'tsconfig.json'),
      join(ROOT, 'vite.config.ts'),
      'node_modules/vite/package.json',
      ...publicFiles,
      ...shared.map((file) => join(SHARED, file)),
    ],
  };
}

/** Builds the page where something that it is made of has changed. @returns {boolean} whether it is up to date now */
export function buildPage() {
  const page = pageProject();
  const print = inputPrints([page]).get(page.name);
  if (!isStale(page, print)) return true;
  console.log('building the page');
  const started = performance.now();
  const begun = beginBuild(page);
  const vite = spawnSync(process.execPath, [VITE, 'build', '--app', '--config', join(ROOT, 'vite.config.ts')], {
    stdio: 'inherit',
  });
  if (vite.status !== 0) return false;
  finishBuild(page, begun, print);
  console.log(`built the page in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return true;
}
