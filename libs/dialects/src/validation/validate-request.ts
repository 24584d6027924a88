import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { checkShape } from './check-shape.js';
import { firstFault } from './first-fault.js';
import { INSTANCE_OPTIONS } from './instance-options.js';
import { invalidField } from './invalid-field.js';

/**
 * Turns a parsed JSON body into an instance of a request class and holds it to the class's decorators.
 * Throws `INPUT_INVALID` for the first fault, or `UNSUPPORTED` for a known field that cannot be honoured yet; `details.param`
 * is the field's path, such as `messages[0].content`, and `details.problem` one of {@link FieldProblem}.
 */
export function validateRequest<T extends object>(Request: ClassConstructor<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('', 'must be a JSON object');
  }
  checkShape(body, Request);
  const request = plainToInstance(Request, body, INSTANCE_OPTIONS) as T;
  const errors = validateSync(request, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  if (errors.length > 0) throw firstFault(errors);
  return request;
}
