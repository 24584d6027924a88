import { wireName } from '../openai/wire-name.js';

/** Fields that Anthropic's requests have under another name than OpenAI's. */
const ANTHROPIC_NAMES = new Map(
  Object.entries({
    stop: 'stop_sequences',
    response_format: 'output_config.format',
    reasoning_effort: 'thinking',
    reasoning_budget: 'thinking.budget_tokens',
    parallel_tool_calls: 'tool_choice.disable_parallel_tool_use',
  }),
);

/** The name that a client of Anthropic's API knows for a field which a model has refused. */
export function anthropicName(param: string): string {
  // results of tools are messages of their own for models, so their places are not those of the request
  if (param.startsWith('prompt.messages')) return 'messages';
  const name = wireName(param);
  const [root = ''] = name.split(/[.[]/);
  return ANTHROPIC_NAMES.get(root) ?? name;
}
