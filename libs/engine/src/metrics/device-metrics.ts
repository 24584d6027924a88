import { Injectable } from '@nestjs/common';
import { Hardware } from '@predict-otron/kernel';
import type { Device } from '@predict-otron/plugin-sdk';
import { Metrics } from '@predict-otron/service';
import { Gauge } from 'prom-client';

/** Drivers may take their time to answer: they are asked in the background, and not more often than this (ms). */
const FRESH_MS = 5000;

/** Devices and their memory, as they were found when they were last looked at. */
@Injectable()
export class DeviceMetrics {
  private found: { device: Device; freeBytes?: number }[] = [];
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly hardware: Hardware,
    { registry }: Metrics,
  ) {
    const current = () => this.current();
    const gauge = (name: string, help: string, bytesOf: (one: (typeof this.found)[number]) => number | undefined) =>
      new Gauge({
        name,
        help,
        labelNames: ['device', 'kind', 'name'],
        registers: [registry],
        collect() {
          this.reset();
          for (const one of current()) {
            const value = bytesOf(one);
            const { id: device, kind, name: of } = one.device;
            if (value !== undefined) this.set({ device, kind, name: of }, value);
          }
        },
      });
    gauge('otron_device_memory_bytes', 'Memory of a device that models may take.', ({ device }) => device.totalBytes);
    gauge('otron_device_memory_free_bytes', 'Of that, what is free.', ({ freeBytes }) => freeBytes);
    void this.look();
  }

  private current() {
    if (performance.now() - this.lookedAt > FRESH_MS) void this.look();
    return this.found;
  }

  private async look(): Promise<void> {
    this.lookedAt = performance.now();
    const devices = await this.hardware.known();
    this.found = await Promise.all(
      devices.map(async (device) => ({
        device,
        freeBytes: await this.hardware.free(device.id).catch(() => undefined),
      })),
    );
  }
}
