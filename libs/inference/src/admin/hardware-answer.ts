import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PlacementReport } from '@predict-otron/kernel';
import type { Device, NumberFormat } from '@predict-otron/plugin-sdk';

const KINDS = ['cpu', 'cuda', 'metal', 'vulkan', 'other'] satisfies Device['kind'][];
const FORMATS = ['F32', 'F16', 'BF16', 'Q8_0'] satisfies NumberFormat[];

/** A line of a device's precision policy. */
export class PrecisionLine {
  @ApiProperty({ enum: FORMATS, description: 'In which the device computes.' })
  format!: NumberFormat;

  @ApiProperty({ example: 'Every CPU computes in F32.' })
  reason!: string;

  @ApiPropertyOptional({ type: [String], description: 'Model families to which it applies; all when absent.' })
  families?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'What it means for a load: preferred files and ONNX variants, type of the KV cache, flash attention.',
  })
  levers?: object;
}

/** A device that was found. */
export class DeviceStatus {
  @ApiProperty({ example: 'cuda:0' })
  id!: string;

  @ApiProperty({ enum: KINDS })
  kind!: Device['kind'];

  @ApiProperty({ example: 'NVIDIA GeForce RTX 4090' })
  name!: string;

  @ApiProperty({ type: 'integer', description: 'Memory that models may take.' })
  totalBytes!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Of that, free now; absent where it cannot be told.' })
  freeBytes?: number;

  @ApiProperty({ type: [PrecisionLine], description: 'The precision policy, best first.' })
  precisions!: PrecisionLine[];

  @ApiProperty({ type: [String] })
  notes!: string[];

  @ApiPropertyOptional({ description: 'Why the last load on it failed; `auto` leaves it out since then.' })
  failure?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Facts of the kind.' })
  details?: object;
}

/** A provider that found no device. */
export class AbsentDevice {
  @ApiProperty({ example: 'cuda' })
  provider!: string;

  @ApiProperty({ example: 'nvidia-smi is not installed.' })
  reason!: string;
}

/** Where models go that name no device. */
export class ChosenDevice {
  @ApiProperty({ example: 'cpu' })
  device!: string;

  @ApiProperty()
  reason!: string;
}

/** Where a model was loaded. */
export class ModelPlacement implements Omit<PlacementReport, 'modelId'> {
  @ApiProperty({ example: 'otron-tiny-llama' })
  model!: string;

  @ApiProperty({ example: 'auto' })
  askedDevice!: string;

  @ApiProperty({ example: 'cpu' })
  device!: string;

  @ApiProperty({
    oneOf: [{ type: 'integer' }, { type: 'string', enum: ['all'] }],
    description: 'Layers on that device; the CPU has the others.',
  })
  layers!: number | 'all';

  @ApiProperty({ type: [String] })
  reasons!: string[];

  @ApiPropertyOptional({ description: 'What could not be had as it was asked for.' })
  warning?: string;

  @ApiPropertyOptional({ enum: FORMATS, description: 'In which the device computes.' })
  precision?: NumberFormat;

  @ApiPropertyOptional({ description: "Format of the model's file; weights are never converted.", example: 'Q8_0' })
  quantization?: string;

  @ApiPropertyOptional({ enum: FORMATS })
  kvCacheType?: NumberFormat;

  @ApiPropertyOptional({ description: 'Absent: taken where the device can.' })
  flashAttention?: boolean;

  @ApiProperty({ description: 'In a child process of its own.' })
  isolated!: boolean;

  @ApiPropertyOptional({ type: 'integer', description: 'Of that process.' })
  pid?: number;
}

/** Answer of `GET /admin/hardware`. */
export class HardwareAnswer {
  @ApiProperty({ type: [DeviceStatus] })
  devices!: DeviceStatus[];

  @ApiProperty({ type: [AbsentDevice] })
  absent!: AbsentDevice[];

  @ApiProperty({ type: ChosenDevice, description: 'For a model whose backend computes on every kind of device.' })
  chosen!: ChosenDevice;

  @ApiProperty({ type: [ModelPlacement], description: 'Each model that was loaded, as it was last loaded.' })
  models!: ModelPlacement[];
}
