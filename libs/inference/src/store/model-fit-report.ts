import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ModelFit } from '@predict-otron/kernel';

/** The memory of one device, seen by a model that may be loaded. */
export class FitMemory {
  @ApiProperty({ example: 'cpu' })
  device!: string;

  @ApiProperty({
    type: 'integer',
    description: 'What the model needs: its last measure, or an estimate from its header.',
  })
  needed_bytes!: number;

  @ApiProperty({ type: 'integer', description: 'What other models take.' })
  held_bytes!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'What all models together may take; absent for no limit.' })
  limit_bytes?: number;
}

/** Layers of a model that one device would hold. */
export class FitPlacement {
  @ApiProperty({ example: 'cpu' })
  device!: string;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['all'] }] })
  layers!: number | 'all';
}

/** Answer of `GET /models/{id}/fit`. */
export class ModelFitReport {
  @ApiProperty({ example: 'otron-tiny-llama' })
  id!: string;

  @ApiProperty({ description: 'It is in memory, or there is room now or once the models in `evicts` have left.' })
  fits!: boolean;

  @ApiProperty()
  loaded!: boolean;

  @ApiProperty({ type: [FitMemory] })
  devices!: FitMemory[];

  @ApiProperty({ type: [FitPlacement] })
  placement!: FitPlacement[];

  @ApiProperty({ type: [String], description: 'Models that would have to leave, idle ones first.' })
  evicts!: string[];

  @ApiProperty({ type: [String], description: 'Those of them that are answering now: it would wait for them.' })
  waits_for!: string[];

  @ApiPropertyOptional({ description: 'Why it does not fit.' })
  reason?: string;
}

/** The kernel's word on whether a model fits, as the API writes it. */
export function toFitReport({ devices, placement, waitsFor, ...fit }: ModelFit): ModelFitReport {
  return {
    ...fit,
    devices: devices.map(({ deviceId, neededBytes, heldBytes, limitBytes }) => ({
      device: deviceId,
      needed_bytes: neededBytes,
      held_bytes: heldBytes,
      ...(limitBytes !== undefined && { limit_bytes: limitBytes }),
    })),
    placement: placement.map(({ deviceId, layers }) => ({ device: deviceId, layers })),
    waits_for: waitsFor,
  };
}
