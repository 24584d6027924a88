/** How a family writes a tool call. */
export interface ToolSyntax {
  /** What begins a call; kept out of the text. */
  open: readonly string[];
  /** What ends it; without one it ends with its JSON. */
  close?: string;
  /** A JSON object, a list of such objects, or the bare name followed by its arguments. */
  shape: 'object' | 'list' | { between: string };
  /** An answer that begins with `{` is a call too. */
  bare?: boolean;
  nameKey: string;
  /** The first is what the family's models write; the others are accepted. */
  argumentKeys: readonly [string, ...string[]];
}

/** Hermes, Qwen 2.5 and 3, and what is asked of models whose template knows no tools. */
export const hermesTools: ToolSyntax = {
  open: ['<tool_call>'],
  close: '</tool_call>',
  shape: 'object',
  nameKey: 'name',
  argumentKeys: ['arguments', 'parameters'],
};

/** Llama 3.1 and later. Source: Meta's prompt format for JSON based tool calling. */
export const llamaTools: ToolSyntax = {
  open: ['<|python_tag|>'],
  shape: 'object',
  bare: true,
  nameKey: 'name',
  argumentKeys: ['parameters', 'arguments'],
};

/** Mistral 7B v0.3, Nemo, Small. */
export const mistralTools: ToolSyntax = {
  open: ['[TOOL_CALLS]'],
  shape: 'list',
  nameKey: 'name',
  argumentKeys: ['arguments', 'parameters'],
};

/** Mistral's tokenizer v11 and later: `[TOOL_CALLS]name[ARGS]{…}`. */
export const mistralArgsTools: ToolSyntax = {
  open: ['[TOOL_CALLS]'],
  shape: { between: '[ARGS]' },
  nameKey: 'name',
  argumentKeys: ['arguments'],
};
