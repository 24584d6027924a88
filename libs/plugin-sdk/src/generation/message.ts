/** A part of a message. */
export type ContentPart =
  | { type: 'text'; text: string }
  | { type: 'image'; mediaType: string; data: Uint8Array }
  | { type: 'audio'; mediaType: string; data: Uint8Array };

/** A call of a function that the model made earlier in the conversation. */
export interface ToolCall {
  id: string;
  name: string;
  /** JSON text, as the model wrote it. */
  arguments: string;
}

/** One turn of a conversation. Text in it is a person's or a model's words, never control tokens. */
export type Message =
  | { role: 'system' | 'developer' | 'user'; content: ContentPart[]; name?: string }
  | { role: 'assistant'; content: ContentPart[]; reasoning?: string; toolCalls?: ToolCall[]; name?: string }
  | { role: 'tool'; content: ContentPart[]; callId: string; name?: string };
