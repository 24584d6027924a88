import { type ModelOffer, PluginError } from '@predict-otron/plugin-sdk';
import { CATALOGUE, type CatalogueModel, findInCatalogue, SPARSE_MODELS } from './catalogue.js';

const SCHEME = 'fastembed:';

/** The whole catalogue, under fastembed's own names. */
export const OFFERS: ModelOffer[] = CATALOGUE.map(({ name, aliases }) => ({
  id: name,
  path: `${SCHEME}${name}`,
  aliases,
}));

/**
 * The catalogue's model for a path such as `fastembed:bge-small-en-v1.5`; `undefined` for a path of the file system.
 * Throws `UNSUPPORTED` for a sparse model and `MODEL_NOT_FOUND`, with the known names, for anything else.
 */
export function resolveReference(path: string): CatalogueModel | undefined {
  if (!path.startsWith(SCHEME)) return undefined;
  const name = path.slice(SCHEME.length);
  const model = findInCatalogue(name);
  if (model) return model;
  if (/splade/i.test(name) || SPARSE_MODELS.includes(name)) {
    throw new PluginError('UNSUPPORTED', `${name} is a sparse model (SPLADE); only dense embedding models are served`, {
      param: 'path',
    });
  }
  const known = CATALOGUE.map((entry) => entry.name);
  throw new PluginError('MODEL_NOT_FOUND', `fastembed has no model ${name}; it has ${known.join(', ')}`, {
    param: 'path',
    known,
  });
}
