// Loaded into the measured server: on our message it collects its garbage and says so. V8 lets garbage lie for thousands
// of requests, so that memory without this shows when it last collected, not what the server holds.
// Node also loads this into the server's own child processes and threads, where no such message comes.
process.on('message', (message) => {
  if (message !== 'collect garbage') return;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ collected: true, usedBytes: heapUsed + external });
});
