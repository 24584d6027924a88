import { applyDecorators } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';

/** One of a few strings. */
export function ChoiceField({ choices, ...text }: FieldText & { choices: string[] }): PropertyDecorator {
  const fault = `must be ${choices.map((choice) => JSON.stringify(choice)).join(' or ')}`;
  return applyDecorators(Field({ type: 'string', enum: choices, ...text }), IsIn(choices, saying(fault)));
}
