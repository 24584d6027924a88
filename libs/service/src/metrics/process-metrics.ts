import { collectDefaultMetrics, Registry } from 'prom-client';

/** Routers of fleets ask many times a second; the process is looked at once in this time, in milliseconds. */
const FRESH_MS = 1000;

let registry: Registry | undefined;
let latest = '';
let takenAt = Number.NEGATIVE_INFINITY;

/** CPU, memory, garbage collection and the lag of the event loop, under the names of prom-client; at most a second old. */
export async function processMetrics(): Promise<string> {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  if (performance.now() - takenAt < FRESH_MS) return latest;
  takenAt = performance.now();
  latest = await registry.metrics();
  return latest;
}
