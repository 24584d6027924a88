import { Injectable } from '@nestjs/common';
import { Models, Plugins } from '@predict-otron/kernel';
import { Metrics } from '@predict-otron/service';
import { Counter, Gauge, Histogram } from 'prom-client';

const LOAD_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const MEMORY_PARTS = ['weights', 'kvCache', 'compute'] as const;
const PLUGIN_STATES = ['ready', 'failed', 'disposed'] as const;

/** Loads of models, the memory that they take, and the plugins that run them. */
@Injectable()
export class ModelMetrics {
  constructor(models: Models, plugins: Plugins, { registry }: Metrics) {
    const registers = [registry];
    const loads = new Counter({
      name: 'otron_model_loads_total',
      help: 'Loads of models that have ended.',
      labelNames: ['model', 'outcome', 'code'] as const,
      registers,
    });
    const seconds = new Histogram({
      name: 'otron_model_load_duration_seconds',
      help: 'Time that a load took, without the wait for memory.',
      labelNames: ['model'] as const,
      buckets: LOAD_SECONDS,
      registers,
    });
    models.loads.subscribe(({ model, ms, code }) => {
      loads.inc({ model, outcome: ms === undefined ? 'failed' : 'loaded', code: code ?? '' });
      if (ms !== undefined) seconds.observe({ model }, ms / 1000);
    });
    new Gauge({
      name: 'otron_model_memory_bytes',
      help: 'Memory that a model in memory takes, as far as it can be measured.',
      labelNames: ['model', 'device', 'part'] as const,
      registers,
      collect() {
        this.reset();
        for (const { id: model, state, memory } of models.list()) {
          if (state !== 'loaded') continue;
          for (const need of memory ?? [])
            for (const part of MEMORY_PARTS) this.inc({ model, device: need.deviceId, part }, need[part]);
        }
      },
    });
    new Gauge({
      name: 'otron_models',
      help: 'Models by state.',
      labelNames: ['state'] as const,
      registers,
      collect() {
        for (const state of ['unloaded', 'loading', 'loaded', 'failed']) this.set({ state }, 0);
        for (const { state } of models.list()) this.inc({ state });
      },
    });
    new Gauge({
      name: 'otron_plugins',
      help: 'Plugins by state.',
      labelNames: ['state'] as const,
      registers,
      collect() {
        for (const state of PLUGIN_STATES) this.set({ state }, 0);
        for (const { state } of plugins.list()) this.inc({ state });
      },
    });
  }
}
