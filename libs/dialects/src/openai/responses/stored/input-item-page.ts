import { ApiProperty } from '@nestjs/swagger';
import { DocumentedClasses, schemaOf } from '../../../fields/documented-classes.js';
import { invalidField } from '../../../validation/invalid-field.js';
import { RESPONSE_ITEMS, type ResponseItem } from '../items/response-item.js';
import type { InputItemsQuery } from './input-items-query.js';

/** Answer of `GET /v1/responses/{response_id}/input_items`. */
export class InputItemPage {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';

  @DocumentedClasses(RESPONSE_ITEMS)
  @ApiProperty({ type: 'array', items: schemaOf(RESPONSE_ITEMS) })
  data!: ResponseItem[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null when there is no item.' })
  first_id!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Send it as `after` for the next page.' })
  last_id!: string | null;

  @ApiProperty({ description: 'Is there a next page?' })
  has_more!: boolean;
}

/** The items that a query asks for. Throws `INPUT_INVALID` for an `after` that is none of them. */
export function inputItemPage(
  items: ResponseItem[],
  { limit = 20, order = 'desc', after }: InputItemsQuery,
): InputItemPage {
  const ordered = order === 'desc' ? items.toReversed() : items;
  const from = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && from === 0) throw invalidField('after', 'is no item of this response');
  const data = ordered.slice(from, from + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + limit < ordered.length,
  };
}
