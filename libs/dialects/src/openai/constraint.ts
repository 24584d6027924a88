import type { Constraint, JsonObject } from '@predict-otron/plugin-sdk';
import type { FaultFinder } from '../fields/rule.js';

/** Fields of requests that hold an answer to a form, in the order in which a second one is refused. */
export interface ConstraintFields {
  response_format?: { type: string; json_schema?: { schema: JsonObject } };
  grammar?: string;
  regex?: string;
  choice?: string[];
}

const NAMES = ['response_format', 'grammar', 'regex', 'choice'] as const;

/** Refuses the field `name` next to another one that holds the answer to a form. */
export function onlyConstraint(name: (typeof NAMES)[number]): FaultFinder<ConstraintFields> {
  return (_, request) => {
    const other = NAMES.slice(0, NAMES.indexOf(name)).find((field) => constrains(request, field));
    return other === undefined ? undefined : `and ${other} are both there: an answer is held to one form only`;
  };
}

/** The form that an answer is held to, if to any. */
export function toConstraint(request: ConstraintFields): { constraint?: Constraint } {
  const { response_format: format, grammar, regex, choice } = request;
  if (grammar !== undefined) return { constraint: { gbnf: grammar } };
  if (regex !== undefined) return { constraint: { regex } };
  if (choice !== undefined) return { constraint: { choice } };
  if (format?.type === 'json_object') return { constraint: { jsonSchema: { type: 'object' } } };
  return format?.json_schema === undefined ? {} : { constraint: { jsonSchema: format.json_schema.schema } };
}

function constrains(request: ConstraintFields, name: (typeof NAMES)[number]): boolean {
  return name === 'response_format'
    ? request.response_format !== undefined && request.response_format?.type !== 'text'
    : request[name] !== undefined;
}
