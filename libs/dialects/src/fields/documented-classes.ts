import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';

type Reference = { $ref: string };

/** Puts classes that a field's schema refers to into the API document. */
export function DocumentedClasses(classes: ClassConstructor<object>[]): PropertyDecorator {
  return (prototype) => {
    ApiExtraModels(...classes)(prototype.constructor);
  };
}

/** The schema of an object that is of one of the classes. */
export function schemaOf(classes: ClassConstructor<object>[]): Reference | { oneOf: Reference[] } {
  const references = classes.map((documented) => ({ $ref: getSchemaPath(documented) }));
  return references.length === 1 ? (references[0] as Reference) : { oneOf: references };
}
