import type { EngineServices } from './server-shape.js';

const HERE = /^https?:\/\/(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

/** What cannot work with engines on other machines where no secret is shared with them, in a sentence. */
export function missingToken(
  { inference, embeddings }: Pick<EngineServices, 'inference' | 'embeddings'>,
  serviceToken: string | undefined,
): string[] {
  if (serviceToken !== undefined || [...inference, ...embeddings].every((origin) => HERE.test(origin))) return [];
  return [
    'Engines on other machines let nobody administrate them, load models or pull: set the same OTRON_SERVICE_TOKEN here and there.',
  ];
}
