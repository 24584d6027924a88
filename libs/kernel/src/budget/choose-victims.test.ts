import { chooseVictims } from './choose-victims.js';

const model = (name: string, cpu: number, lastUsedAt: number, more: { busy?: boolean; cuda?: number } = {}) => ({
  name,
  bytes: new Map([
    ['cpu', cpu],
    ['cuda:0', more.cuda ?? 0],
  ]),
  busy: more.busy ?? false,
  lastUsedAt,
});

const names = (shortage: Record<string, number>, models: ReturnType<typeof model>[]) =>
  chooseVictims(new Map(Object.entries(shortage)), models)?.map(({ name }) => name);

describe('chooseVictims', () => {
  it.each<[string, Record<string, number>, string[] | undefined]>([
    ['nobody where nothing is missing', {}, []],
    ['the least recently used', { cpu: 10 }, ['old']],
    ['more of them where one is not enough', { cpu: 25 }, ['old', 'new']],
    ['one that is answering last', { cpu: 45 }, ['old', 'new', 'busy']],
    ['none that would go for nothing', { 'cuda:0': 5 }, ['gpu']],
    ['nobody where all are too small', { cpu: 500 }, undefined],
  ])('takes %s', (_, shortage, victims) => {
    const models = [
      model('new', 20, 9),
      model('busy', 20, 1, { busy: true }),
      model('old', 10, 2),
      model('gpu', 0, 3, { cuda: 10 }),
    ];
    expect(names(shortage, models)).toEqual(victims);
  });
});
