import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import { firstValueFrom, lastValueFrom, type Subscription, toArray } from 'rxjs';
import { WINDOW } from './credits.js';
import { connect, connectFake, loaded, loadedModel, runner, settle } from './testing/connected.js';
import { FILE, fakeContributions, OPTIONS, REQUEST } from './testing/fake-contributions.js';

const ENDLESS = { ...REQUEST, maxTokens: 1e6 };
let connection: Awaited<ReturnType<typeof connectFake>>;

beforeEach(async () => {
  connection = await connectFake();
});

afterEach(async () => {
  await connection.proxy.dispose();
});

describe('load', () => {
  it('emits progress, then a proxy with the plain fields', async () => {
    const events = await lastValueFrom(runner(connection.proxy, 'counter').load(FILE, OPTIONS).pipe(toArray()));
    expect(events).toMatchObject([
      { type: 'progress', progress: 0.5 },
      { type: 'loaded', model: { info: { family: 'counter' }, contextTokens: 16, parallel: 2 } },
    ]);
  });

  it('passes on its error', async () => {
    const load = lastValueFrom(runner(connection.proxy, 'failing').load(FILE, OPTIONS));
    await expect(load).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });

  it('disposes a model that arrives after the unsubscription', async () => {
    runner(connection.proxy, 'counter').load(FILE, OPTIONS).subscribe().unsubscribe();
    await settle();
    expect(connection.log).toEqual(['dispose model']);
  });

  it('keeps a model whose reader stops at it', async () => {
    await new Promise<void>((resolve) => {
      const subscription: Subscription = runner(connection.proxy, 'counter')
        .load(FILE, OPTIONS)
        .subscribe(({ type }) => {
          if (type !== 'loaded') return;
          subscription.unsubscribe();
          resolve();
        });
    });
    await settle();
    expect(connection.log).toEqual([]);
  });
});

describe('a loaded model', () => {
  it('answers, generates and refuses as in place', async () => {
    const model = await loadedModel(connection.proxy);
    expect(await model.tokenize('ab')).toEqual([97, 98]);
    await expect(model.render([])).rejects.toMatchObject({ code: 'UNSUPPORTED', details: { param: 'messages' } });
    const events = await lastValueFrom(model.generate(REQUEST).pipe(toArray()));
    expect(events).toMatchObject([{ text: '0' }, { text: '1' }, { text: '2' }]);
    const refused = firstValueFrom(model.generate({ ...REQUEST, prompt: { tokens: [1] } }));
    await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID', details: { param: 'prompt' } });
  });

  it('is cold, and ends where it is unsubscribed', async () => {
    const stream = (await loadedModel(connection.proxy)).generate(ENDLESS);
    await settle();
    expect(connection.log).toEqual([]);
    await firstValueFrom(stream);
    await settle();
    expect(connection.log).toEqual(['generate', 'generate ended']);
  });

  it('waits for its reader after a window, and goes on when the reader does', async () => {
    const model = await loadedModel(connection.proxy);
    let resume = () => {};
    const ready = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const events: GenerationEvent[] = [];
    const done = new Promise<void>((complete, error) => {
      const request = { ...REQUEST, maxTokens: WINDOW * 4 };
      model
        .generate(request, { ready: () => ready })
        .subscribe({ next: (event) => events.push(event), complete, error });
    });
    await settle(WINDOW * 8);
    expect(events).toHaveLength(WINDOW);
    resume();
    await done;
    expect(events).toHaveLength(WINDOW * 4);
  });

  it('fails a stream whose reader fails', async () => {
    const model = await loadedModel(connection.proxy);
    const reader = { ready: () => Promise.reject(new Error('the socket broke')) };
    await expect(lastValueFrom(model.generate(ENDLESS, reader))).rejects.toThrow('the socket broke');
    await settle();
    expect(connection.log).toEqual(['generate', 'generate ended']);
  });

  it('is disposed once, and refuses after that', async () => {
    const model = await loadedModel(connection.proxy);
    await Promise.all([model.dispose(), model.dispose()]);
    await model.dispose();
    expect(connection.log).toEqual(['dispose model']);
    await expect(model.tokenize('a')).rejects.toMatchObject({ code: 'DISPOSED' });
    await expect(lastValueFrom(model.generate(REQUEST))).rejects.toMatchObject({ code: 'DISPOSED' });
  });
});

describe('an embedder', () => {
  it('gives its vectors away', async () => {
    const contributions = fakeContributions();
    const own = await (await loaded(contributions.embedders?.[0])).embed([]);
    const { proxy } = await connect(contributions);
    const rows = await (await loaded(proxy.embedders?.[0])).embed([]);
    expect(rows).toEqual([new Float32Array([1, 2]), new Float32Array([3, 4])]);
    expect(own.map((row) => row.length)).toEqual([0, 0]);
    await proxy.dispose();
  });
});

describe('a reranker', () => {
  it('streams its scores', async () => {
    const reranker = await loaded(connection.proxy.rerankers?.[0]);
    expect(await lastValueFrom(reranker.rerank('q', ['a', 'bcd']).pipe(toArray()))).toEqual([
      { index: 0, score: 0.5, tokens: 1 },
      { index: 1, score: 0.5, tokens: 3 },
    ]);
  });
});
