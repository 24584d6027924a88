import type { ResolveFnOutput, ResolveHook } from 'node:module';

const SHARED = /^(@predict-otron\/plugin-sdk|rxjs)(\/|$)/;
/** What a module means of its own package: these are read anew with it. */
const OWN = /^(\.{1,2}\/|#)/;
const VERSION = 'otron-version';

/**
 * A hook of Node's module loader (it runs in the loader's own thread): what is not found elsewhere is the server's, and
 * what a module of a certain version imports of its own package is of that version.
 */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const found = await findOrShare(specifier, context, next);
  const version = context.parentURL && new URL(context.parentURL).searchParams.get(VERSION);
  if (!version || !OWN.test(specifier) || !found.url.startsWith('file:')) return found;
  const url = new URL(found.url);
  url.searchParams.set(VERSION, version);
  return { ...found, url: url.href };
};

async function findOrShare(...[specifier, context, next]: Parameters<ResolveHook>): Promise<ResolveFnOutput> {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!SHARED.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}
