import { ApiProperty } from '@nestjs/swagger';
import { invalidField } from '../../validation/invalid-field.js';
import { AnthropicModel } from './anthropic-model.js';

/** Answer of `GET /v1/models` in Anthropic's shape. */
export class AnthropicModelPage {
  @ApiProperty({ type: [AnthropicModel], description: 'Sorted by id.' })
  data!: AnthropicModel[];

  @ApiProperty({ description: 'Are there more in the direction that was asked for?' })
  has_more!: boolean;

  @ApiProperty({ type: 'string', nullable: true, description: 'For `before_id` of the page before.' })
  first_id!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'For `after_id` of the next page.' })
  last_id!: string | null;
}

/** Which page of a list is asked for, as it stands in the query. */
export interface PageQuery {
  limit?: unknown;
  after_id?: unknown;
  before_id?: unknown;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

/** One page of all models. Throws `INPUT_INVALID` for a limit or an id that is none. */
export function modelPage(models: AnthropicModel[], { limit, after_id, before_id }: PageQuery): AnthropicModelPage {
  if (after_id !== undefined && before_id !== undefined) {
    throw invalidField('before_id', 'and after_id exclude each other: send only one of them');
  }
  const size = limitOf(limit);
  const start = after_id === undefined ? 0 : placeOf(models, 'after_id', after_id) + 1;
  const stop = before_id === undefined ? models.length : placeOf(models, 'before_id', before_id);
  const asked = models.slice(start, stop);
  const data = before_id === undefined ? asked.slice(0, size) : asked.slice(-size);
  return {
    data,
    has_more: asked.length > data.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

function limitOf(limit: unknown): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  const size = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (size < 1 || size > MAX_LIMIT) throw invalidField('limit', `must be an integer from 1 to ${MAX_LIMIT}`);
  return size;
}

function placeOf(models: AnthropicModel[], name: string, id: unknown): number {
  const place = models.findIndex((model) => model.id === id);
  if (place < 0) throw invalidField(name, 'is not the id of a model');
  return place;
}
