import { NEVER, of } from 'rxjs';
import { answer, ask, type Setting, settle, setUp } from './inference.fixture.js';

describe('withDeadline', () => {
  const soon = () => Date.now() + 30;

  it.each<[string, Setting]>([
    ['is loaded', { load: () => NEVER }],
    ['generates', { model: { generate: () => NEVER } }],
  ])('ends with TIMEOUT while the model %s', async (_, setting) => {
    const inference = setUp(setting);
    await expect(answer(inference, { deadline: soon() })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(inference.activity()).toEqual({ running: 0, queued: 0 });
  });

  it('leaves the queue', async () => {
    const inference = setUp({ model: { generate: () => NEVER } });
    const running = ask(inference);
    await settle();
    await expect(answer(inference, { deadline: soon() })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(inference.activity()).toEqual({ running: 1, queued: 0 });
    running.cancel();
  });

  it.each([
    ['has passed', () => Date.now() - 1, 'TIMEOUT'],
    ['is far', () => Date.now() + 10 ** 12, 'complete'],
    ['is near but enough', () => Date.now() + 60_000, 'complete'],
  ])('that %s', async (_, deadline, last) => {
    const asked = ask(setUp({ model: { generate: last === 'TIMEOUT' ? () => NEVER : () => of() } }), {
      deadline: deadline(),
    });
    while (asked.seen.length === 0) await settle();
    expect(asked.seen).toEqual([last]);
  });
});
