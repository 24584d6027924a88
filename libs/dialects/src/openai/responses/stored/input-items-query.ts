import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ChoiceField } from '../../../fields/choice-field.js';
import { NeutralOnly } from '../../../fields/neutral-only.js';
import { IntegerField } from '../../../fields/number-field.js';
import { StringField } from '../../../fields/string-field.js';

/** Query of `GET /v1/responses/{response_id}/input_items`. */
export class InputItemsQuery {
  @LimitField()
  limit?: number;

  @ChoiceField({ choices: ['asc', 'desc'], description: 'The oldest or the newest first.', default: 'desc' })
  order?: 'asc' | 'desc';

  @StringField({ minLength: 1, maxLength: 256, description: 'Only items behind the one of this id.' })
  after?: string;

  @NeutralOnly('Only items before the one of an id.')
  before?: unknown;

  @NeutralOnly('What to show beside the usual.')
  include?: unknown;

  @NeutralOnly('Another spelling of `include`.')
  'include[]'?: unknown;
}

/** A query has strings only. */
function LimitField(): PropertyDecorator {
  return applyDecorators(
    IntegerField({ minimum: 1, maximum: 100, description: 'Items at most.', default: 20 }),
    Transform(({ value }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)),
  );
}
