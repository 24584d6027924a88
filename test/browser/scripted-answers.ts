import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A stage that puts words into the model's mouth, so that a test knows what is answered and when: `SAY text` answers with
 * the text, `COUNT n` counts to n, a number each 60 ms. Everything else is the model's own.
 */
const STAGE = `
import { concatMap, EMPTY, endWith, interval, map, of, take } from 'rxjs';

const delta = (text) => ({ type: 'delta', index: 0, kind: 'text', text, tokens: 1 });

const saying = (text) => (events) =>
  events.pipe(concatMap((event) => (event.type === 'delta' ? EMPTY : event.type === 'end' ? of(delta(text), event) : of(event))));

const counting = (to) => (events) =>
  events.pipe(
    concatMap((event) => {
      if (event.type === 'delta') return EMPTY;
      if (event.type !== 'end') return of(event);
      return interval(60).pipe(take(to), map((number) => delta(number + 1 + ' ')), endWith(event));
    }),
  );

export default {
  apiVersion: 1,
  name: 'scripted-answers',
  setup: () => ({
    stages: [{
      name: 'scripted-answers',
      order: 1,
      permissions: { models: ['*'], readPrompts: true, buffers: true },
      events({ request }) {
        const asked = request.prompt.messages?.at(-1)?.content.map(({ text }) => text).join('') ?? '';
        if (asked.startsWith('SAY ')) return saying(asked.slice(4));
        if (asked.startsWith('COUNT ')) return counting(Number(asked.slice(6)));
        return (events) => events;
      },
    }],
  }),
};
`;

/** A plugin folder with that stage; `remove` deletes it. */
export function scriptedAnswers(): { flags: string[]; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'otron-scripted-'));
  const plugin = join(folder, 'scripted-answers');
  mkdirSync(plugin);
  const manifest = { name: 'scripted-answers', version: '1.0.0', type: 'module', exports: './index.js' };
  writeFileSync(join(plugin, 'package.json'), JSON.stringify({ ...manifest, otron: { plugin: '.' } }));
  writeFileSync(join(plugin, 'index.js'), STAGE);
  return { flags: ['--plugins', folder], remove: () => rmSync(folder, { recursive: true }) };
}
