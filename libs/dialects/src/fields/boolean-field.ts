import { applyDecorators } from '@nestjs/common';
import { IsBoolean } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';

/** A JSON boolean. */
export function BooleanField(text: FieldText): PropertyDecorator {
  return applyDecorators(Field({ type: 'boolean', ...text }), IsBoolean(saying('must be true or false')));
}
