// Loaded into the measured server: on our message it collects its garbage and says so. V8 lets garbage lie for thousands
// of requests, so that memory without this shows when it last collected, not what the server holds.
// Node also loads this into the server's own child processes and threads, where no such message comes.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on('message', (message) => {
  if (message !== 'collect garbage') return;
  // since the last message; the time between two looks is no lag
  const lagP99Ms = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS);
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ collected: true, usedBytes: heapUsed + external, lagP99Ms });
  delay.reset();
});
