#!/usr/bin/env node
// The command `otron`. The program behind it is built: `npm run build` in a clone, or packed with this package.
import { existsSync } from 'node:fs';

const program = new URL('../bundle/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error('otron is not built yet. Run `npm run build` in the clone of predict-otron, then try again.');
  process.exitCode = 1;
}
