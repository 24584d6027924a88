import { firstValueFrom } from 'rxjs';
import { fromLoad } from './from-load.js';

function model() {
  const made = { disposed: 0, dispose: async () => void made.disposed++ };
  return made;
}

describe('fromLoad', () => {
  it('hands the model over to its subscriber', async () => {
    const made = model();
    expect(await firstValueFrom(fromLoad(async () => made))).toEqual({ type: 'loaded', model: made });
    expect(made.disposed).toBe(0);
  });

  it('passes on why there is none', async () => {
    const failing = fromLoad(() => Promise.reject(new Error('broken')));
    await expect(firstValueFrom(failing)).rejects.toThrow('broken');
  });

  it('disposes a model that nobody waits for any more', async () => {
    const made = model();
    let finish = () => {};
    let seen: AbortSignal | undefined;
    const loading = fromLoad((signal) => {
      seen = signal;
      return new Promise<typeof made>((resolve) => {
        finish = () => resolve(made);
      });
    });
    loading.subscribe().unsubscribe();
    expect(seen?.aborted).toBe(true);
    finish();
    await new Promise(setImmediate);
    expect(made.disposed).toBe(1);
  });
});
