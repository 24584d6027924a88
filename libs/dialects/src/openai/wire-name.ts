/** Fields of a generation request that OpenAI's requests have under another name. A map: names come from clients too. */
const WIRE_NAMES = new Map(
  Object.entries({
    topP: 'top_p',
    topK: 'top_k',
    minP: 'min_p',
    presencePenalty: 'presence_penalty',
    frequencyPenalty: 'frequency_penalty',
    repeatPenalty: 'repeat_penalty',
    logitBias: 'logit_bias',
    maxTokens: 'max_tokens',
    bestOf: 'best_of',
    constraint: 'response_format',
    'constraint.gbnf': 'grammar',
    'constraint.regex': 'regex',
    'constraint.choice': 'choice',
    toolChoice: 'tool_choice',
    parallelToolCalls: 'parallel_tool_calls',
    reasoning: 'reasoning_effort',
    'reasoning.budget': 'reasoning_budget',
    contextOverflow: 'context_overflow',
  }),
);

/** The name that a client knows for a field which a model has refused; names that are the client's own stay as they are. */
export function wireName(param: string): string {
  if (param.startsWith('prompt.messages')) return param.slice('prompt.'.length);
  // what a tool is made of has other names in each API
  const [, tool] = /^prompt\.(tools(\[\d+\])?)/.exec(param) ?? [];
  if (tool !== undefined) return tool;
  if (param === 'prompt.suffix') return 'suffix';
  if (param.startsWith('prompt.')) return 'prompt';
  const field = param.replace(/^sampling\./, '');
  const [name = '', part = ''] = field.split(/[.[]/);
  return WIRE_NAMES.get(`${name}.${part}`) ?? WIRE_NAMES.get(name) ?? field;
}
