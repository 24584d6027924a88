import { applyDecorators } from '@nestjs/common';
import { type ClassConstructor, Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';
import { NestedField } from './nested-fields.js';

/** A JSON object with fields of its own. */
export function ObjectField({ of, ...text }: FieldText & { of: () => ClassConstructor<object> }): PropertyDecorator {
  return applyDecorators(
    // Nest takes a function for a reference to a class only when its own name is `type`
    Field({ type: () => of(), ...text }),
    NestedField(of),
    Type(of),
    IsObject(saying('must be an object')),
    ValidateNested(),
  );
}
