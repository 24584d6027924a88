import { applyDecorators } from '@nestjs/common';
import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { Field, type FieldText, saying } from './field.js';

/** The values of a number, both ends included. */
export interface Range {
  minimum: number;
  maximum: number;
}

/** A JSON number. */
export function NumberField({ minimum, maximum, ...text }: FieldText & Range): PropertyDecorator {
  const fault = saying(`must be a number from ${minimum} to ${maximum}`);
  return applyDecorators(
    Field({ type: 'number', minimum, maximum, ...text }),
    IsNumber({ allowInfinity: false, allowNaN: false }, fault),
    Min(minimum, fault),
    Max(maximum, fault),
  );
}

/** A JSON number without a fraction. */
export function IntegerField({ minimum, maximum, ...text }: FieldText & Range): PropertyDecorator {
  const fault = saying(`must be an integer from ${minimum} to ${maximum}`);
  return applyDecorators(
    Field({ type: 'integer', minimum, maximum, ...text }),
    IsInt(fault),
    Min(minimum, fault),
    Max(maximum, fault),
  );
}
