import { applyDecorators } from '@nestjs/common';
import { IsString, Length } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';

/** How long a string may be, in characters, both ends included. */
export interface Lengths {
  minLength?: number;
  maxLength?: number;
}

/** A JSON string. */
export function StringField({ minLength, maxLength, ...text }: FieldText & Lengths): PropertyDecorator {
  const field = Field({ type: 'string', minLength, maxLength, ...text });
  if (minLength === undefined && maxLength === undefined) {
    return applyDecorators(field, IsString(saying('must be a string')));
  }
  const lengths = maxLength === undefined ? `at least ${minLength}` : `${minLength ?? 0} to ${maxLength}`;
  const fault = saying(`must be a string of ${lengths} characters`);
  return applyDecorators(field, IsString(fault), Length(minLength ?? 0, maxLength, fault));
}
