import type { PluginError } from '@predict-otron/plugin-sdk';
import { type ValidationError, ValidationTypes } from 'class-validator';
import { type FieldProblem, invalidField } from './invalid-field.js';

/** The first fault that class-validator found, with the path of its field. */
export function firstFault(errors: ValidationError[]): PluginError {
  const path: string[] = [];
  let level = errors;
  for (;;) {
    const error = level[0];
    if (!error) throw new Error('class-validator reported an error without a constraint');
    path.push(error.property);
    const constraint = Object.entries(error.constraints ?? {})[0];
    if (constraint) {
      const [name, message] = constraint;
      const problem = error.contexts?.[name]?.problem as FieldProblem | undefined;
      return name === ValidationTypes.WHITELIST
        ? invalidField(joinPath(path), 'is not a known field', 'unknown_parameter')
        : invalidField(joinPath(path), message, problem);
    }
    level = error.children ?? [];
  }
}

/** `['messages', '0', 'content']` as `messages[0].content`. class-validator gives an item of an array its index as its name. */
function joinPath(names: string[]): string {
  return names.reduce((path, name) => {
    if (path === '') return name;
    return /^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`;
  }, '');
}
