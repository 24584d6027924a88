/** `call:NAME{key:VALUE,…}` */
export interface GemmaShape {
  prefix: string;
  quote: string;
}

/** How a family writes a tool call. */
export interface ToolSyntax {
  /** What begins a call; kept out of the text. */
  open: readonly string[];
  /** What ends it; without one it ends with its JSON. */
  close?: string;
  /**
   * A JSON object, a list of such objects, the bare name followed by its arguments, or Gemma's own notation, with what
   * stands before the name and what stands around strings.
   */
  shape: 'object' | 'list' | { between: string } | GemmaShape;
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

/** FunctionGemma: `call:name{city:<escape>Paris<escape>,days:2}`. Source: Google's description of its prompts. */
export const functionGemmaTools: ToolSyntax = {
  open: ['<start_function_call>'],
  close: '<end_function_call>',
  shape: { prefix: 'call:', quote: '<escape>' },
  nameKey: 'name',
  argumentKeys: ['arguments'],
};

/** Gemma 4: `call:name{city:<|"|>Paris<|"|>,days:2}`. Source: Google's description of its prompts. */
export const gemma4Tools: ToolSyntax = {
  open: ['<|tool_call>'],
  close: '<tool_call|>',
  shape: { prefix: 'call:', quote: '<|"|>' },
  nameKey: 'name',
  argumentKeys: ['arguments'],
};

/** Whether calls are written in Gemma's own notation. */
export function isGemmaShape(shape: ToolSyntax['shape']): shape is GemmaShape {
  return typeof shape === 'object' && 'quote' in shape;
}
