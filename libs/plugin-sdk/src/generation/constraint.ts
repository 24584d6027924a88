import type { JsonObject } from '../json.js';

/** What the whole answer must match. */
export type Constraint = { jsonSchema: JsonObject } | { gbnf: string } | { regex: string } | { choice: string[] };
