// The kernel knows plugins, never which: none of its product files may hold the name of one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './report.mjs';

const KERNEL = 'libs/kernel/src';

const plugins = readdirSync('plugins', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const files = readdirSync(KERNEL, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file));

report(
  files.flatMap((file) => {
    const path = join(KERNEL, file);
    const text = readFileSync(path, 'utf8');
    return plugins.filter((name) => text.includes(name)).map((name) => `${path} names the plugin ${name}`);
  }),
);
