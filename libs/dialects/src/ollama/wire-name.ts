import { wireName } from '../openai/wire-name.js';

/** Fields that Ollama's requests have under another name than OpenAI's. */
const OLLAMA_NAMES = new Map(
  Object.entries({
    response_format: 'format',
    reasoning_effort: 'think',
    reasoning_budget: 'think',
    max_tokens: 'options.num_predict',
  }),
);

const OPTIONS = [
  'temperature',
  'top_k',
  'top_p',
  'min_p',
  'seed',
  'stop',
  'repeat_penalty',
  'presence_penalty',
  'frequency_penalty',
];

/** The name that a client of Ollama's API knows for a field which a model has refused. */
export function ollamaName(param: string): string {
  const name = wireName(param).replace(/^(tools\[\d+\])\.parameters/, '$1.function.parameters');
  const [root = ''] = name.split(/[.[]/);
  return OLLAMA_NAMES.get(root) ?? (OPTIONS.includes(root) ? `options.${name}` : name);
}
