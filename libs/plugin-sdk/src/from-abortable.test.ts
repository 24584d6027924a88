import { setTimeout as sleep } from 'node:timers/promises';
import { firstValueFrom, take, toArray } from 'rxjs';
import { fromAbortable } from './from-abortable.js';

async function* count(signal: AbortSignal) {
  for (let i = 0; !signal.aborted; i++) yield i;
}

describe('fromAbortable', () => {
  it('emits the values and completes', async () => {
    const values = fromAbortable(async function* () {
      yield 1;
      yield 2;
    });
    expect(await firstValueFrom(values.pipe(toArray()))).toEqual([1, 2]);
  });

  it('passes on an error of the source', async () => {
    const failing = fromAbortable<number>(async function* () {
      yield 1;
      throw new Error('broken');
    });
    await expect(firstValueFrom(failing.pipe(toArray()))).rejects.toThrow('broken');
  });

  it('aborts the signal in the tick of the unsubscription', () => {
    let seen: AbortSignal | undefined;
    const subscription = fromAbortable((signal) => {
      seen = signal;
      return (async function* () {
        await new Promise(() => {});
        yield 1;
      })();
    }).subscribe();
    expect(seen?.aborted).toBe(false);
    subscription.unsubscribe();
    expect(seen?.aborted).toBe(true);
  });

  it('leaves a deaf source behind, which still runs its finally', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let ended = false;
    const received: number[] = [];
    const subscription = fromAbortable(async function* () {
      try {
        yield 1;
        await gate;
        yield 2;
      } finally {
        ended = true;
      }
    }).subscribe((value) => received.push(value));
    await sleep(5);
    subscription.unsubscribe();
    expect(ended).toBe(false);
    release();
    await sleep(5);
    expect(ended).toBe(true);
    expect(received).toEqual([1]);
  });

  it('pulls no value before the reader is ready', async () => {
    let pulled = 0;
    let ready = () => {};
    const subscription = fromAbortable(
      async function* (signal) {
        for await (const value of count(signal)) {
          pulled++;
          yield value;
        }
      },
      {
        ready: () =>
          new Promise<void>((resolve) => {
            ready = resolve;
          }),
      },
    ).subscribe();
    await sleep(5);
    expect(pulled).toBe(1);
    ready();
    await sleep(5);
    expect(pulled).toBe(2);
    subscription.unsubscribe();
  });

  it('ends at once when the reader closes inside next', async () => {
    const values = fromAbortable((signal) => count(signal)).pipe(take(3), toArray());
    expect(await firstValueFrom(values)).toEqual([0, 1, 2]);
  });
});
