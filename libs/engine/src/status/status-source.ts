import { Injectable } from '@nestjs/common';
import { GenerationMeter, Hardware, Inference, Models } from '@predict-otron/kernel';
import { concatMap, type Observable, share, timer } from 'rxjs';
import type { DeviceInUse, ModelInMemory, StatusSample } from './status-sample.js';

const EVERY_MS = 1000;

/** How the server is doing, once a second for as long as anybody looks; those who look at the same time share it. */
@Injectable()
export class StatusSource {
  readonly samples: Observable<StatusSample> = timer(0, EVERY_MS).pipe(
    concatMap(() => this.sample()),
    share(),
  );

  constructor(
    private readonly meter: GenerationMeter,
    private readonly inference: Inference,
    private readonly models: Models,
    private readonly hardware: Hardware,
  ) {}

  async sample(): Promise<StatusSample> {
    const { requests, failed, promptTokens, generatedTokens, firstToken } = this.meter.read();
    return {
      at: Date.now(),
      uptime_seconds: Math.round(process.uptime()),
      requests,
      failed,
      ...this.inference.activity(),
      prompt_tokens: promptTokens,
      generated_tokens: generatedTokens,
      first_token: { bounds_ms: firstToken.boundsMs, counts: firstToken.counts },
      rss_bytes: process.memoryUsage.rss(),
      models: this.inMemory(),
      devices: await this.devices(),
    };
  }

  private inMemory(): ModelInMemory[] {
    return this.models
      .list()
      .filter(({ state }) => state === 'loaded')
      .map(({ id, kind, memory = [] }) => ({
        id,
        kind,
        bytes: memory.reduce((sum, { weights, kvCache, compute }) => sum + weights + kvCache + compute, 0),
      }));
  }

  private async devices(): Promise<DeviceInUse[]> {
    const known = await this.hardware.known();
    return Promise.all(
      known.map(async ({ id, name, totalBytes }) => {
        const free = await this.hardware.free(id).catch(() => undefined);
        return { id, name, total_bytes: totalBytes, ...(free !== undefined && { free_bytes: free }) };
      }),
    );
  }
}
