import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Hardware, Placements } from '@predict-otron/kernel';
import type { Device } from '@predict-otron/plugin-sdk';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { type DeviceStatus, HardwareAnswer } from './hardware-answer.js';

/** `GET /admin/hardware`. */
@ApiTags('Administration')
@Controller('admin/hardware')
export class HardwareController {
  constructor(
    private readonly hardware: Hardware,
    private readonly placements: Placements,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Show the devices found, what is chosen of them for models, and why' })
  @ApiOkResponse({ type: HardwareAnswer })
  @ErrorDocuments(401, 403)
  async show(): Promise<HardwareAnswer> {
    const detections = Object.entries(await this.hardware.detections());
    const devices = detections.flatMap(([, detection]): Device[] => detection.devices);
    const { deviceId, reason } = this.placements.defaultChoice(devices);
    return {
      devices: await Promise.all(devices.map((device) => this.status(device))),
      absent: detections.flatMap(([provider, found]) =>
        'reason' in found ? [{ provider, reason: found.reason }] : [],
      ),
      chosen: { device: deviceId, reason },
      models: this.placements.list().map(({ modelId, ...placement }) => ({ model: modelId, ...placement })),
    };
  }

  private async status({ id, kind, name, totalBytes, precisions, notes, details }: Device): Promise<DeviceStatus> {
    const freeBytes = await this.hardware.free(id).catch(() => undefined);
    const failure = this.placements.failures()[id];
    return {
      id,
      kind,
      name,
      totalBytes,
      ...(freeBytes !== undefined && { freeBytes }),
      precisions,
      notes,
      ...(failure !== undefined && { failure }),
      ...(details && { details }),
    };
  }
}
