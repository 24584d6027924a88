import { ModelContexts } from './model-contexts.js';

function deferred<T>() {
  let resolve = (_: T) => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const weights = () => ({ dispose: async () => {} });

describe('ModelContexts', () => {
  it('gives each context to one computation at a time, in order', async () => {
    const pool = new ModelContexts(weights(), ['a', 'b']);
    const gates = [0, 1, 2].map(() => deferred<void>());
    const order: string[] = [];
    const uses = gates.map(({ promise }, i) =>
      pool.use(async (context) => {
        order.push(`${i}${context}`);
        await promise;
      }),
    );
    await Promise.resolve();
    expect(order).toEqual(['0b', '1a']);
    gates[1]?.resolve();
    await uses[1];
    await Promise.resolve();
    expect(order).toEqual(['0b', '1a', '2a']);
    gates[0]?.resolve();
    gates[2]?.resolve();
    await Promise.all(uses);
  });

  it('passes on an error and frees the context', async () => {
    const pool = new ModelContexts(weights(), ['a']);
    const failing = pool.use(async () => {
      throw new Error('broken');
    });
    const next = pool.use(async (context) => context);
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('a');
  });

  it('refuses what runs, what waits and what comes once disposed', async () => {
    const pool = new ModelContexts(weights(), ['a']);
    const gate = deferred<void>();
    const running = pool.use(async () => {
      await gate.promise;
      throw new Error('the context is gone');
    });
    const waiting = pool.use(async () => 1);
    await pool.dispose();
    gate.resolve();
    await expect(running).rejects.toMatchObject({ code: 'DISPOSED' });
    await expect(waiting).rejects.toMatchObject({ code: 'DISPOSED' });
    await expect(pool.use(async () => 1)).rejects.toMatchObject({ code: 'DISPOSED' });
    expect(() => pool.weights).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
  });
});
