/** What a model can do, so that a request it cannot honour is refused before it starts. */
export interface Capabilities {
  /** Has a chat template of its own. */
  chat: boolean;
  /** Calls functions. */
  tools: boolean;
  /** Kinds of constraint that it can be held to. */
  constraints: ('jsonSchema' | 'gbnf' | 'regex' | 'choice')[];
  /** Thinks before it answers. */
  reasoning: boolean;
  /** True log probabilities of generated tokens, and of the prompt's. */
  logprobs: { generated: boolean; prompt: boolean };
  /** Fills in the middle. */
  infill: boolean;
  /** What it can do when a prompt does not fit. */
  contextOverflow: ('refuse' | 'trim' | 'shift')[];
  /** What may stand in a message. */
  modalities: ('text' | 'image' | 'audio')[];
}
