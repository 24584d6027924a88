// Loaded into a server under test by NODE_OPTIONS: on SIGUSR2 it collects its garbage and says on standard error what it
// still holds; V8 lets garbage lie for so long that memory without this shows when it last collected.
import { writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

// Node also loads this into the server's child processes and threads
if (isMainThread && process.argv[1]?.endsWith('bundle/main.js')) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on('SIGUSR2', () => {
    const lagMs = delay.max / 1e6;
    const meanLagMs = delay.mean / 1e6;
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    const handles = process.getActiveResourcesInfo().length;
    writeSync(2, `{"vitals":${JSON.stringify({ rss, heap: heapUsed + external, handles, lagMs, meanLagMs })}}\n`);
    delay.reset();
  });
}
