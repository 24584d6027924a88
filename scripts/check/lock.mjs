// The lock file is complete, names no host, and agrees with every package.json.
import { readFileSync } from 'node:fs';
import { hostNames, missingPlatformPackages } from '../complete-lock.mjs';
import { report } from './report.mjs';

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { packages } = readJson('package-lock.json');
const { workspaces } = readJson('package.json');

/** Fields of one package.json that the lock has otherwise. */
function disagreements(folder) {
  const manifest = readJson(folder ? `${folder}/package.json` : 'package.json');
  const locked = packages[folder] ?? {};
  const sorted = (field) => JSON.stringify(Object.entries(field ?? {}).sort());
  return FIELDS.filter((field) => sorted(manifest[field]) !== sorted(locked[field])).map(
    (field) => `${folder || '.'}/package.json: ${field} differ from the lock; run npm install`,
  );
}

report([
  ...Object.keys(missingPlatformPackages(packages)).map(
    (path) => `${path} is missing; run node scripts/complete-lock.mjs`,
  ),
  ...hostNames(packages).map((path) => `${path} names a host; run node scripts/complete-lock.mjs`),
  ...['', ...workspaces].flatMap(disagreements),
]);
