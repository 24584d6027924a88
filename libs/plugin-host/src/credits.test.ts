import { CreditGate, CreditGrants, WINDOW } from './credits.js';

/** Has the promise settled after all that is ready has run? */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.finally(() => {
    done = true;
  });
  await new Promise(setImmediate);
  return done;
}

describe('CreditGate', () => {
  it('is ready while there are credits', async () => {
    const gate = new CreditGate(2);
    gate.spend();
    expect(await settled(gate.ready())).toBe(true);
    gate.spend();
    expect(await settled(gate.ready())).toBe(false);
  });

  it('pays back what was spent over before it is ready again', async () => {
    const gate = new CreditGate(1);
    for (let i = 0; i < 3; i++) gate.spend();
    const ready = gate.ready();
    gate.grant(2);
    expect(await settled(ready)).toBe(false);
    gate.grant(1);
    expect(await settled(ready)).toBe(true);
  });
});

describe('CreditGrants', () => {
  function grants(ready: () => Promise<void>) {
    const granted: number[] = [];
    const failures: unknown[] = [];
    const subject = new CreditGrants(
      ready,
      (credits) => granted.push(credits),
      (error) => failures.push(error),
    );
    return { granted, failures, receive: (count: number) => Array.from({ length: count }, () => subject.received()) };
  }

  it('grants half a window at a time', async () => {
    const { granted, receive } = grants(async () => {});
    receive(WINDOW / 2 - 1);
    await new Promise(setImmediate);
    expect(granted).toEqual([]);
    receive(1);
    await new Promise(setImmediate);
    expect(granted).toEqual([WINDOW / 2]);
  });

  it('asks a busy reader once, and then grants all it took', async () => {
    let asked = 0;
    let resume = () => {};
    const { granted, receive } = grants(() => {
      asked++;
      return new Promise((resolve) => {
        resume = resolve;
      });
    });
    receive(WINDOW);
    await new Promise(setImmediate);
    expect({ asked, granted }).toEqual({ asked: 1, granted: [] });
    resume();
    await new Promise(setImmediate);
    expect(granted).toEqual([WINDOW]);
  });

  it('reports a reader that fails', async () => {
    const { failures, receive } = grants(() => Promise.reject(new Error('the socket broke')));
    receive(WINDOW);
    await new Promise(setImmediate);
    expect(failures).toEqual([new Error('the socket broke')]);
  });
});
