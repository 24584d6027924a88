import { ValidateBy } from 'class-validator';
import type { FieldProblem } from '../validation/invalid-field.js';

/** Says what is wrong with a value, as the end of a sentence that begins with the field's path; `undefined` for nothing. */
export type FaultFinder<Request extends object> = (value: unknown, request: Request) => string | undefined;

/** A check that class-validator has no decorator for, such as one that looks at another field of the same object. */
export function Rule<Request extends object>(
  findFault: FaultFinder<Request>,
  problem: FieldProblem = 'invalid_value',
): PropertyDecorator {
  return ValidateBy(
    {
      name: `rule:${problem}`,
      validator: {
        validate: (value, check) => findFault(value, check?.object as Request) === undefined,
        defaultMessage: (check) => findFault(check?.value, check?.object as Request) ?? '',
      },
    },
    { context: { problem } },
  );
}
