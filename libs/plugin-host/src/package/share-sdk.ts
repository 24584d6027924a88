import { createRequire, register } from 'node:module';

let hooked = false;

/**
 * Lets a plugin outside of the server's tree import the contract and rxjs without a copy of its own: where the plugin's
 * module cannot find them, Node takes the server's, from then on and for all modules.
 */
export function shareSdk(entry: string): void {
  if (!findsSdk(entry)) hookLoader();
}

/** Puts our hook into Node's module loader, once. */
export function hookLoader(): void {
  if (hooked) return;
  register('./share-sdk-hook.js', import.meta.url);
  hooked = true;
}

function findsSdk(entry: string): boolean {
  try {
    createRequire(entry).resolve('@predict-otron/plugin-sdk');
    return true;
  } catch {
    return false;
  }
}
