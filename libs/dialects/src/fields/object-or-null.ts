import type { ApiPropertyOptions } from '@nestjs/swagger';
import { getSchemaPath } from '@nestjs/swagger';
import type { ClassConstructor } from 'class-transformer';

/** The schema of an object or null. (`type` with `nullable` would be an `allOf`, which null does not satisfy.) */
export function objectOrNull(documented: ClassConstructor<object>): ApiPropertyOptions {
  return { oneOf: [{ $ref: getSchemaPath(documented) }, { type: 'string', enum: [null], nullable: true }] };
}
