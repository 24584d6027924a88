import { readFileSync } from 'node:fs';

/** Where this package is, from its sources, its build and its bundle alike. */
export const PACKAGE_FOLDER = new URL('../', import.meta.url);

export const VERSION: string = JSON.parse(readFileSync(new URL('package.json', PACKAGE_FOLDER), 'utf8')).version;
