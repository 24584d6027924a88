import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

/** Describes an answer that is of one of the classes. */
export function OneOfDocument(...classes: Type[]): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...classes),
    ApiOkResponse({ schema: { oneOf: classes.map((documented) => ({ $ref: getSchemaPath(documented) })) } }),
  );
}
