import { Injectable, Logger } from '@nestjs/common';
import { type Detection, type Device, type HardwareProvider, PluginError } from '@predict-otron/plugin-sdk';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { PluginRegistry } from '../registry/plugin-registry.js';

const DETECT_LIMIT_MS = 2000;

/** What computes on this machine, as all hardware providers see it. */
@Injectable()
export class Hardware {
  private readonly logger = new Logger(Hardware.name);

  constructor(private readonly registry: PluginRegistry) {}

  /** All devices found. Never throws. */
  async devices(): Promise<Device[]> {
    const detections = Object.values(await this.detections());
    return detections.flatMap(({ devices }): Device[] => devices);
  }

  /** What each provider found, by its id: devices, or the reason for none. Never throws, takes 2 s at most. */
  async detections(): Promise<Record<string, Detection>> {
    const providers = this.registry.parts('hardware').map(({ part }) => part);
    const found = await Promise.all(providers.map(async (it) => [it.id, await this.detect(it)] as const));
    return Object.fromEntries(found);
  }

  private async detect(provider: HardwareProvider): Promise<Detection> {
    try {
      const detection = await withTimeLimit('detect', DETECT_LIMIT_MS, () => provider.detect());
      if (Array.isArray(detection?.devices)) return detection;
      return { devices: [], reason: 'detect answered without a list of devices.' };
    } catch (error) {
      const reason = PluginError.from(error).message;
      this.logger.warn(`The hardware provider ${provider.id} found nothing: ${reason}`);
      return { devices: [], reason };
    }
  }
}
