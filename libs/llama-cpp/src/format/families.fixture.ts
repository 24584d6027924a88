// Templates in the shape that each family publishes, and answers as its models write them; all of our own writing.

/** A family of models, as far as its answers go. */
export interface FamilyFixture {
  template: string;
  /** Control tokens of the family that its answers hold. */
  control: string[];
  /** What the template's generation prompt begins for the model. */
  thinks: boolean;
  /** A call of `weather` with `{"city": "Zürich", "days": 2}`, as it follows the prompt. */
  call: string;
  /** The same behind thoughts, "Hm.", or behind the word "Sure.", where the family has no thoughts. */
  later: string;
}

const TURNS =
  "{% for message in messages %}<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n{{ message['content'] }}<|eot_id|>{% endfor %}";
const BEGIN = '{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n{% endif %}';
const listed = (open: string, close: string) =>
  `{% if tools %}${open}{% for tool in tools %}{{ tool | tojson }}{% endfor %}${close}{% endif %}`;
const ARGUMENTS = '{"city": "Zürich", "days": 2}';
const gemmaCall = (mark: string) => `call:weather{city:${mark}Zürich${mark},days:2}`;

export const FAMILIES: Record<string, FamilyFixture> = {
  llama: {
    template: `{{ bos_token }}${listed('Functions: ', '\n')}${TURNS}${BEGIN}{# <|python_tag|> #}`,
    control: ['<|python_tag|>'],
    thinks: false,
    call: `{"name": "weather", "parameters": ${ARGUMENTS}}`,
    later: `<|python_tag|>{"type": "function", "name": "weather", "parameters": ${ARGUMENTS}}`,
  },
  qwen: {
    template: `${listed('<tools>', '</tools> Answer with <tool_call>.')}${TURNS}${BEGIN}{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}`,
    control: ['<tool_call>', '</tool_call>', '<think>', '</think>'],
    thinks: true,
    call: `<tool_call>\n{"name": "weather", "arguments": ${ARGUMENTS}}\n</tool_call>`,
    later: `<think>\nHm.\n</think>\n\n<tool_call>\n{"name": "weather", "arguments": ${ARGUMENTS}}\n</tool_call>`,
  },
  mistral: {
    template: `{{ bos_token }}${listed('[AVAILABLE_TOOLS]', '[/AVAILABLE_TOOLS]')}${TURNS}${BEGIN}{# [TOOL_CALLS] #}`,
    control: ['[TOOL_CALLS]'],
    thinks: false,
    call: `[TOOL_CALLS][{"name": "weather", "arguments": ${ARGUMENTS}}]`,
    later: `Sure.[TOOL_CALLS][{"name": "weather", "arguments": ${ARGUMENTS}}]`,
  },
  'mistral with [ARGS]': {
    template: `{{ bos_token }}${listed('[AVAILABLE_TOOLS]', '[/AVAILABLE_TOOLS]')}${TURNS}${BEGIN}{# [TOOL_CALLS]name[ARGS] #}`,
    control: ['[TOOL_CALLS]', '[ARGS]'],
    thinks: false,
    call: `[TOOL_CALLS]weather[ARGS]${ARGUMENTS}`,
    later: `Sure.[TOOL_CALLS]weather[ARGS]${ARGUMENTS}`,
  },
  'gpt-oss': {
    template: `${listed('<|start|>developer<|message|>', '<|end|>')}{% for message in messages %}<|start|>{{ message['role'] }}<|message|>{{ message['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|start|>assistant{% endif %}{# <|channel|> #}`,
    control: ['<|start|>', '<|channel|>', '<|constrain|>', '<|message|>', '<|end|>', '<|call|>', '<|return|>'],
    thinks: true,
    call: `<|channel|>commentary to=functions.weather <|constrain|>json<|message|>${ARGUMENTS}`,
    later: `<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary to=functions.weather <|constrain|>json<|message|>${ARGUMENTS}`,
  },
  'gemma for functions': {
    template: `{{ bos_token }}${listed('<start_function_declaration>', '<end_function_declaration>')}${TURNS}${BEGIN}{# <start_function_call>call:name{}<end_function_call> #}`,
    control: ['<start_function_call>', '<end_function_call>', '<escape>'],
    thinks: false,
    call: `<start_function_call>${gemmaCall('<escape>')}<end_function_call>`,
    later: `Sure.<start_function_call>${gemmaCall('<escape>')}<end_function_call>`,
  },
  'gemma 4': {
    template: `{{ bos_token }}${listed('<|tool>', '<tool|>')}{% if enable_thinking is defined and enable_thinking %}<|think|>{% endif %}${TURNS}${BEGIN}{# <|tool_call>call:name{}<tool_call|> <|channel>thought <channel|> #}`,
    control: ['<|tool_call>', '<tool_call|>', '<|"|>', '<|channel>', '<channel|>'],
    thinks: true,
    call: `<|tool_call>${gemmaCall('<|"|>')}<tool_call|>`,
    later: `<|channel>thought\nHm.\n<channel|><|tool_call>${gemmaCall('<|"|>')}<tool_call|>`,
  },
  'gemma, whose template knows no tools': {
    template: `{{ bos_token }}${TURNS}${BEGIN}`,
    control: [],
    thinks: false,
    call: `<tool_call>\n{"name": "weather", "arguments": ${ARGUMENTS}}\n</tool_call>`,
    later: `Sure.<tool_call>{"name": "weather", "arguments": ${ARGUMENTS}}</tool_call>`,
  },
};
