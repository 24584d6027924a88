import { applyDecorators } from '@nestjs/common';
import { IsString, Length } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';

/** How long a string may be, in UTF-16 code units, both ends included. */
export interface Lengths {
  minLength?: number;
  maxLength?: number;
}

/** A JSON string. */
export function StringField({ minLength = 0, maxLength, ...text }: FieldText & Lengths): PropertyDecorator {
  const lengths = maxLength === undefined ? `at least ${minLength}` : `${minLength} to ${maxLength}`;
  const fault = saying(
    minLength === 0 && maxLength === undefined ? 'must be a string' : `must be a string of ${lengths} characters`,
  );
  return applyDecorators(
    Field({ type: 'string', minLength, maxLength, ...text }),
    IsString(fault),
    Length(minLength, maxLength, fault),
  );
}
