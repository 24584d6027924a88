import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ModelEntry } from '@predict-otron/kernel';

/** Memory on one device. */
export class ModelMemory {
  @ApiProperty({ example: 'cpu' })
  device!: string;

  @ApiProperty({ type: 'integer', description: 'Bytes: weights, KV cache and buffers.' })
  bytes!: number;
}

/** A model as `GET /models` tells of it. */
export class ModelStatus {
  @ApiProperty({ example: 'otron-tiny-llama' })
  id!: string;

  @ApiProperty({ enum: ['model'] })
  object!: 'model';

  @ApiProperty({ enum: ['language', 'embedding', 'rerank'] })
  kind!: 'language' | 'embedding' | 'rerank';

  @ApiProperty({ type: [String], description: 'Other names that requests may use.' })
  aliases!: string[];

  @ApiProperty({ enum: ['unloaded', 'loading', 'loaded', 'failed'] })
  state!: 'unloaded' | 'loading' | 'loaded' | 'failed';

  @ApiPropertyOptional({ description: 'Why it failed.' })
  reason?: string;

  @ApiProperty({ description: 'Its files are here; otherwise its backend fetches them when it is first asked for.' })
  on_disk!: boolean;

  @ApiProperty({ description: 'In the store, so that it can be deleted and verified here.' })
  in_store!: boolean;

  @ApiProperty({ description: 'Where it is on the server’s machine.' })
  path!: string;

  @ApiProperty({ type: 'integer', description: 'Bytes on disk, all files together.' })
  size_bytes!: number;

  @ApiProperty({ description: 'It is what `default` means for its kind.' })
  is_default!: boolean;

  @ApiProperty({ type: 'integer', description: 'Requests that it is answering.' })
  users!: number;

  @ApiPropertyOptional({ type: [ModelMemory], description: 'What it took when it was last loaded, as measured.' })
  memory?: ModelMemory[];

  @ApiPropertyOptional({ type: 'integer', description: 'When it last answered: seconds since the epoch.' })
  last_used_at?: number;

  @ApiProperty({ type: 'integer', description: 'When its file was written: seconds since the epoch; 0 for none.' })
  modified_at!: number;
}

/** `GET /models`. */
export class ModelStatusList {
  @ApiProperty({ enum: ['list'] })
  object!: 'list';

  @ApiProperty({ type: [ModelStatus] })
  data!: ModelStatus[];
}

/** The kernel's word on a model, as the API writes it. */
export function toModelStatus(entry: ModelEntry, inStore: boolean): ModelStatus {
  const { id, kind, aliases, state, reason, file, sizeBytes, isDefault, users, memory, lastUsedAt, modifiedAt } = entry;
  return {
    id,
    object: 'model',
    kind,
    aliases,
    state,
    ...(reason !== undefined && { reason }),
    on_disk: sizeBytes > 0,
    in_store: inStore,
    path: file.path,
    size_bytes: sizeBytes,
    is_default: isDefault,
    users,
    ...(memory && {
      memory: memory.map((need) => ({ device: need.deviceId, bytes: need.weights + need.kvCache + need.compute })),
    }),
    ...(lastUsedAt !== undefined && { last_used_at: Math.floor(lastUsedAt / 1000) }),
    modified_at: Math.floor(modifiedAt / 1000),
  };
}
