import { type EmbedderInfo, PluginError } from '@predict-otron/plugin-sdk';

/** Length of the vectors to give. Throws `UNSUPPORTED` for one that the model was not trained for, unless `any` is allowed. */
export function resolveDimensions(asked: number | undefined, info: EmbedderInfo, any: boolean): number {
  const { id, dimensions, matryoshkaDimensions } = info;
  if (asked === undefined || asked === dimensions) return dimensions;
  if (asked < dimensions && (any || matryoshkaDimensions.includes(asked))) return asked;
  const choices = any ? `1 to ${dimensions}` : [...matryoshkaDimensions, dimensions].join(', ');
  throw new PluginError('UNSUPPORTED', `${id} gives no vectors of ${asked} dimensions. Choose from: ${choices}.`, {
    param: 'dimensions',
    problem: 'unsupported_parameter',
  });
}

/** The first `dimensions` numbers of a vector, of length 1 again when the model's vectors are. */
export function cutVector(vector: Float32Array, dimensions: number, normalized: boolean): Float32Array {
  if (vector.length === dimensions) return vector;
  const cut = vector.slice(0, dimensions);
  const norm = Math.sqrt(cut.reduce((sum, value) => sum + value * value, 0));
  return normalized && norm > 0 ? cut.map((value) => value / norm) : cut;
}
