import 'reflect-metadata';

const t = () => Math.round(performance.now());
console.log('start', t());
const { ServerConfiguration } = await import('./dist/configuration/server-configuration.js');
console.log('configuration', t());
const { kernelOptions } = await import('./dist/kernel-options.js');
const { startService } = await import('@predict-otron/service');
console.log('service', t());
const { KernelModule, Models, Plugins } = await import('@predict-otron/kernel');
console.log('kernel', t());
const c = new ServerConfiguration();
const s = await startService(
  async () => {
    const m = await KernelModule.register(kernelOptions(c));
    console.log('register', t());
    return m;
  },
  { about: { title: 't', description: '', version: '1' }, host: '127.0.0.1', port: 0 },
);
console.log('listening', t());
console.log(
  JSON.stringify(
    s.app
      .get(Plugins)
      .list()
      .map((p) => [p.name, p.state, p.reason]),
  ),
);
console.log(
  JSON.stringify(
    s.app
      .get(Models)
      .list()
      .map((p) => [p.id, p.state, p.reason]),
  ),
);
for (const id of ['otron-tiny-llama', 'otron-embed-tiny']) {
  await s.app
    .get(Models)
    .load(id)
    .catch((e) => console.log(e.message));
  console.log(id, t());
}
await s.stop();
