import type { EmbedRequest } from '../embeddings/embed-request.js';
import { MAX_EMBED_TEXTS } from '../embeddings/parse-embed-input.js';
import { timeLimit } from '../fields/time-limit-fields.js';
import { invalidField } from '../validation/invalid-field.js';
import { validateRequest } from '../validation/validate-request.js';
import { InferRequest } from './infer-request.js';

/** Reads the body of `POST /v2/models/{model}/infer`. Throws `INPUT_INVALID` with the path of the fault in `param`. */
export function parseInferRequest(body: unknown, model: string): { request: EmbedRequest; id: string | undefined } {
  const { id, parameters = {}, inputs } = validateRequest(InferRequest, body);
  const [input, ...others] = inputs;
  if (!input || others.length > 0) throw invalidField('inputs', 'must have one tensor, named text');
  const { shape, data } = input;
  if (shape.length > 2 || (shape[1] ?? 1) !== 1) throw invalidField('inputs[0].shape', 'must be [n] or [n, 1]');
  const texts = data.flat();
  const count = shape[0] as number;
  if (texts.length !== count) {
    throw invalidField('inputs[0].data', `must have ${count} texts, as its shape says, but has ${texts.length}`);
  }
  if (count > MAX_EMBED_TEXTS) throw invalidField('inputs[0].data', `must have at most ${MAX_EMBED_TEXTS} texts`);
  if (!texts.every((text) => typeof text === 'string' && text !== '')) {
    throw invalidField('inputs[0].data', 'must hold texts, none of them empty');
  }
  return {
    request: {
      model,
      input: { texts: texts as string[] },
      dimensions: parameters.dimensions,
      inputType: parameters.input_type,
      truncate: parameters.truncate ?? false,
      ...timeLimit(parameters),
    },
    id,
  };
}
