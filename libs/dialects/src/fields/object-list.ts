import { applyDecorators } from '@nestjs/common';
import { type ClassConstructor, plainToInstance, Transform } from 'class-transformer';
import { ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { INSTANCE_OPTIONS } from '../validation/instance-options.js';
import { DocumentedClasses, schemaOf } from './documented-classes.js';
import { Field, type FieldSchema, type FieldText, saying } from './field.js';
import { NestedField } from './nested-fields.js';
import { NotCopied } from './not-copied.js';

/** What a list may hold. */
export interface ListOptions {
  /** All classes that an item can be of. */
  of: ClassConstructor<object>[];
  /** The class of one item, by what it looks like; the only one of `of` when absent. */
  choose?: (item: Record<string, unknown>) => ClassConstructor<object>;
  minItems?: number;
  /** Turns another accepted form into the list. */
  normalize?: (value: unknown) => unknown;
  /** What to say of a value that is no list; for a list that has another form too. */
  fault?: string;
  /** The field in the API document, where it is more than a list of `of`. */
  schema?: FieldSchema;
}

/** A list of objects, each with fields of its own. */
export function ObjectList({ of, choose, minItems = 0, normalize, fault, schema, ...text }: FieldText & ListOptions) {
  const classOf = choose ?? (() => of[0] as ClassConstructor<object>);
  return applyDecorators(
    DocumentedClasses(of),
    NestedField(classOf),
    NotCopied(),
    Field({ ...(schema ?? { type: 'array', items: schemaOf(of), minItems }), ...text }),
    Transform(({ obj, key }) => toInstances(normalize ? normalize(obj[key]) : obj[key], classOf)),
    IsArray(saying(fault ?? 'must be an array')),
    ArrayMinSize(minItems, saying('must not be empty')),
    IsObject({ each: true, ...saying('must hold objects only') }),
    ValidateNested({ each: true }),
  );
}

/** Items that are no objects stay as they are, for the checks to refuse. */
function toInstances(value: unknown, classOf: (item: Record<string, unknown>) => ClassConstructor<object>): unknown {
  if (!Array.isArray(value)) return value ?? undefined;
  return value.map((item: unknown) => (isRecord(item) ? plainToInstance(classOf(item), item, INSTANCE_OPTIONS) : item));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
