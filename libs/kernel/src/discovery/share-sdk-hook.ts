import type { ResolveHook } from 'node:module';

const SHARED = /^(@predict-otron\/plugin-sdk|rxjs)(\/|$)/;

/** A hook of Node's module loader (it runs in the loader's own thread): what is not found elsewhere is the server's. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!SHARED.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
};
