import type { JsonObject } from '../json.js';

/** A function that the model may call. */
export interface Tool {
  name: string;
  description?: string;
  /** JSON Schema of the arguments object. */
  parameters?: JsonObject;
  /** Hold the arguments to the schema by grammar. */
  strict?: boolean;
}

/** Whether and which tool the model must call. */
export type ToolChoice = 'none' | 'auto' | 'required' | { name: string };
