import { Injectable, Logger } from '@nestjs/common';
import { type Detection, type Device, type HardwareProvider, PluginError } from '@predict-otron/plugin-sdk';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { PluginRegistry } from '../registry/plugin-registry.js';

const LIMIT_MS = 2000;

/** What computes on this machine, as all hardware providers see it. */
@Injectable()
export class Hardware {
  private readonly logger = new Logger(Hardware.name);
  private first?: Promise<Record<string, Detection>>;

  constructor(private readonly registry: PluginRegistry) {}

  /** All devices found. Never throws. */
  async devices(): Promise<Device[]> {
    return devicesOf(await this.detections());
  }

  /** All devices as they were found the first time that anybody asked: for loads, which should not wait for it again. */
  async known(): Promise<Device[]> {
    return devicesOf(await this.firstDetections());
  }

  /** Free memory of a device now, in bytes. Throws `DEVICE_UNAVAILABLE` where it is not there, or not any more. */
  async free(deviceId: string): Promise<number> {
    const found = Object.entries(await this.firstDetections());
    const [id] = found.find(([, { devices }]) => devices.some((device) => device.id === deviceId)) ?? [];
    const provider = this.providers().find((it) => it.id === id);
    if (!provider) throw new PluginError('DEVICE_UNAVAILABLE', `There is no device ${deviceId}.`);
    return withTimeLimit('free', LIMIT_MS, () => provider.free(deviceId));
  }

  /** What each provider found, by its id: devices, or the reason for none. Never throws, takes 2 s at most. */
  async detections(): Promise<Record<string, Detection>> {
    const found = await Promise.all(this.providers().map(async (it) => [it.id, await this.detect(it)] as const));
    return Object.fromEntries(found);
  }

  private firstDetections(): Promise<Record<string, Detection>> {
    this.first ??= this.detections();
    return this.first;
  }

  private providers(): HardwareProvider[] {
    return this.registry.parts('hardware').map(({ part }) => part);
  }

  private async detect(provider: HardwareProvider): Promise<Detection> {
    try {
      const detection = await withTimeLimit('detect', LIMIT_MS, () => provider.detect());
      if (Array.isArray(detection?.devices)) return detection;
      return { devices: [], reason: 'detect answered without a list of devices.' };
    } catch (error) {
      const reason = PluginError.from(error).message;
      this.logger.warn(`The hardware provider ${provider.id} found nothing: ${reason}`);
      return { devices: [], reason };
    }
  }
}

function devicesOf(detections: Record<string, Detection>): Device[] {
  return Object.values(detections).flatMap(({ devices }): Device[] => devices);
}
