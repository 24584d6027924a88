import { NeutralOnly } from '../../fields/neutral-only.js';
import { IntegerField } from '../../fields/number-field.js';

/** What Ollama's clients send with every request, whatever it is for, and what chooses tokens or loads models. */
const MEANINGLESS = [
  'temperature',
  'top_k',
  'top_p',
  'min_p',
  'seed',
  'num_predict',
  'stop',
  'repeat_penalty',
  'repeat_last_n',
  'presence_penalty',
  'frequency_penalty',
  'num_keep',
  'num_batch',
  'num_thread',
  'num_gpu',
  'use_mmap',
];

/** Options of a request for vectors. */
export class OllamaEmbedOptions {
  @IntegerField({
    minimum: 1,
    maximum: 2 ** 31 - 1,
    description: 'Tokens of a text that you count on; refused above what the model reads.',
    example: 128,
  })
  num_ctx?: number;
}

for (const name of MEANINGLESS) NeutralOnly('Means nothing for vectors.')(OllamaEmbedOptions.prototype, name);
