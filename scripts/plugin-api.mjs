// `node scripts/plugin-api.mjs`: writes docs/plugins/reference.md from the doc comments of plugin-sdk. `--release` also
// writes libs/plugin-sdk/api.txt, the public types of the version that package.json names: at a release, and then alone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { apiReport } from './documents/api-changes.mjs';
import { pluginReference } from './documents/plugin-reference.mjs';
import { publicApi } from './documents/public-api.mjs';

const api = publicApi();
mkdirSync('docs/plugins', { recursive: true });
writeFileSync('docs/plugins/reference.md', pluginReference(api));
if (process.argv.includes('--release')) {
  const { version } = JSON.parse(readFileSync('libs/plugin-sdk/package.json', 'utf8'));
  writeFileSync('libs/plugin-sdk/api.txt', apiReport(api, version));
}
