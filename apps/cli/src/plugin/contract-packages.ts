import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PACKAGE_FOLDER, VERSION } from '../package-folder.js';

/** What a plugin is compiled and tested with. */
const CONTRACT = ['plugin-sdk', 'plugin-testing', 'plugin-host'];

/**
 * The packages of the contract as a new package asks for them: those of the clone that this program runs from, or else
 * the published ones of its version.
 */
export function contractPackages(): Record<string, string> {
  return Object.fromEntries(
    CONTRACT.map((name) => {
      const folder = fileURLToPath(new URL(`../../libs/${name}`, PACKAGE_FOLDER));
      return [`@predict-otron/${name}`, existsSync(folder) ? `file:${folder}` : `^${VERSION}`];
    }),
  );
}
