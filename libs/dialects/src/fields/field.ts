import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, type OpenAPIObject } from '@nestjs/swagger';
import { type ClassConstructor, Transform } from 'class-transformer';
import { IsDefined, IsOptional, ValidateIf, type ValidationOptions } from 'class-validator';
import type { FieldProblem } from '../validation/invalid-field.js';
import { type FieldFacts, KnownField } from './field-facts.js';

/** What a person reads about a field in the API document, and whether it may be absent. */
export interface FieldText {
  description: string;
  /** Must be there, always or where the rest of the object asks for it. Otherwise null counts as absent. Default false. */
  required?: boolean | ((object: object) => boolean);
  example?: unknown;
  default?: unknown;
}

type Components = NonNullable<OpenAPIObject['components']>;
type SchemaObject = Exclude<NonNullable<Components['schemas']>[string], { $ref: string }>;

/** A field's type in the API document: an OpenAPI schema, or a class. */
export type FieldSchema = Omit<SchemaObject, 'required' | 'type'> & {
  type?: string | (() => ClassConstructor<object>);
};

/** What all fields of requests share: the line in the API document, and what absence and null mean. */
export function Field({ required = false, ...document }: FieldText & FieldSchema): PropertyDecorator {
  const defined = IsDefined(saying('is required', 'missing_required_parameter'));
  const known = KnownField({ ...(document as Partial<FieldFacts>), required: required === true });
  if (required === true) {
    return applyDecorators(known, ApiProperty({ ...document, required } as ApiPropertyOptions), defined);
  }
  return applyDecorators(
    known,
    ApiProperty({ nullable: true, ...document, required: false } as ApiPropertyOptions),
    Transform(({ value }) => value ?? undefined),
    ...(required === false
      ? [IsOptional()]
      : [ValidateIf((object, value) => value !== undefined || required(object)), defined]),
  );
}

/** The end of the sentence with which a check refuses a value; it begins with the field's path. */
export function saying(fault: string, problem: FieldProblem = 'invalid_value'): ValidationOptions {
  return { message: fault, context: { problem } };
}
