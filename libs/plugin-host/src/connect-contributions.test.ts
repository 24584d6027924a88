import { PluginError } from '@predict-otron/plugin-sdk';
import { lastValueFrom } from 'rxjs';
import { connect, connectFake, loaded, loadedModel, runner, settle } from './testing/connected.js';
import { FILE, OPTIONS, REQUEST } from './testing/fake-contributions.js';

const ENDLESS = { ...REQUEST, maxTokens: 1e6 };
let connection: Awaited<ReturnType<typeof connectFake>>;

beforeEach(async () => {
  connection = await connectFake();
});

afterEach(async () => {
  await connection.proxy.dispose();
});

describe('plain calls', () => {
  it('carry fields, answers and errors', async () => {
    const [provider] = connection.proxy.hardware ?? [];
    expect(provider?.id).toBe('fake');
    expect(await provider?.detect()).toEqual({ devices: [], reason: 'none here' });
    await expect(provider?.free('cpu')).rejects.toMatchObject({
      code: 'DEVICE_UNAVAILABLE',
      message: 'no cpu',
      details: { deviceId: 'cpu' },
    });
  });

  it('keep undefined', async () => {
    expect(await runner(connection.proxy, 'counter').describe(FILE)).toBeUndefined();
  });

  it('fail where an answer is not plain data', async () => {
    const answer = runner(connection.proxy, 'unclonable').describe(FILE);
    await expect(answer).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('not plain data'),
    });
  });

  it('fail where an argument is not plain data', async () => {
    const file = { ...FILE, settings: { pooling: (() => 'cls') as unknown as string } };
    const answer = runner(connection.proxy, 'counter').describe(file);
    await expect(answer).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('not plain data'),
    });
  });

  it('forward health, if the plugin tells it', async () => {
    expect(await connection.proxy.health?.()).toEqual({ status: 'up' });
    const { proxy: silent } = await connect({});
    expect(silent.health).toBeUndefined();
    await silent.dispose();
  });
});

describe('a plugin that cannot be set up', () => {
  it('says why to who connects', async () => {
    const setup = Promise.reject(new PluginError('MODEL_INVALID', 'no tokenizer.json'));
    await expect(connect(setup)).rejects.toMatchObject({ code: 'MODEL_INVALID', message: 'no tokenizer.json' });
  });
});

describe('dispose', () => {
  it('ends what runs and disposes what was loaded, the plugin last', async () => {
    const { proxy, log } = connection;
    const model = await loadedModel(proxy);
    await loaded(proxy.embedders?.[0]);
    const ended = expect(lastValueFrom(model.generate(ENDLESS))).rejects.toMatchObject({ code: 'DISPOSED' });
    await settle();
    await proxy.dispose();
    await proxy.dispose();
    await ended;
    await settle();
    expect(disposals(log)).toEqual(['dispose embedder', 'dispose model', 'dispose plugin']);
    expect(log).toContain('generate ended');
    await expect(proxy.hardware?.[0]?.detect()).rejects.toMatchObject({ code: 'DISPOSED' });
  });
});

describe('a channel that closes', () => {
  it('fails all that waits, and all that comes later', async () => {
    const { proxy, served } = connection;
    const model = await loadedModel(proxy);
    const [provider] = proxy.hardware ?? [];
    const waiting = [
      provider?.free('slow'),
      lastValueFrom(runner(proxy, 'hanging').load(FILE, OPTIONS)),
      lastValueFrom(model.generate(ENDLESS)),
    ].map((promise) => expect(promise).rejects.toMatchObject({ code: 'ENGINE_CRASHED' }));
    await settle();
    served.close();
    await Promise.all(waiting);
    await expect(provider?.detect()).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await expect(lastValueFrom(model.generate(REQUEST))).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
    await model.dispose();
  });

  it('frees all on the serving side', async () => {
    const { proxy, connected, log } = connection;
    const model = await loadedModel(proxy);
    model.generate(ENDLESS).subscribe({ error: () => {} });
    await settle();
    connected.close();
    await settle();
    expect(disposals(log)).toEqual(['dispose model', 'dispose plugin']);
    expect(log).toContain('generate ended');
  });
});

function disposals(log: string[]): string[] {
  return log.filter((line) => line.startsWith('dispose'));
}
