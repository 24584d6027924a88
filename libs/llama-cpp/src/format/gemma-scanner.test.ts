import fc from 'fast-check';
import { GemmaScanner } from './gemma-scanner.js';

type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

/** Writes a value as Gemma's templates do. */
function written(value: Value, mark: string): string {
  if (typeof value === 'string') return mark + value + mark;
  if (Array.isArray(value)) return `[${value.map((item) => written(item, mark)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}:${written(item, mark)}`)
    .join(',')}}`;
}

function read(pieces: string[], mark = '<escape>') {
  const scanner = new GemmaScanner(mark);
  const taken = pieces.reduce((sum, piece) => sum + scanner.push(piece), 0);
  return { taken, json: scanner.json, status: scanner.status };
}

const name = fc.stringMatching(/^[a-zA-Z_][\w.-]{0,6}$/).filter((one) => one !== '__proto__');
const text = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((one) => !one.includes('<'));
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Value>(null, true, false, 0, -1.5, 1e21, '', '{a:1}', '},', 'a"b\\c', '\n', '<', '<esc'),
    text,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}));

describe.each(['<escape>', '<|"|>'])('GemmaScanner with %s', (mark) => {
  it('reads what a template writes, cut anywhere, and no further', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 4 }), fc.nat({ max: 7 }), (object, size) => {
        const whole = written(object as Value, mark);
        const pieces = `${whole}<end>`.match(new RegExp(`.{1,${size + 1}}`, 'gsu')) ?? [];
        const { taken, json, status } = read(pieces, mark);
        expect([status, taken, JSON.parse(json)]).toEqual(['done', whole.length, { ...object }]);
      }),
    );
  });
});

describe('GemmaScanner', () => {
  it('is as forgiving as models need', () => {
    expect(JSON.parse(read(['{ city : <escape>Paris<escape> , days: 2 }']).json)).toEqual({ city: 'Paris', days: 2 });
    expect(JSON.parse(read(['{<escape>city<escape>:<escape>Paris<escape>}']).json)).toEqual({ city: 'Paris' });
  });

  it.each(['Paris', '{a:Paris}', '{a:1]', '{a 1}', '{:1}', '{a:<escape>b<escape>c}', '{a:01}', '{a,b:1}'])(
    'takes %s for none',
    (answer) => {
      expect(read([`${answer} }`]).status).toBe('broken');
    },
  );

  it.each(['{', '{a', '{a:', '{a:1', '{a:<esc', '{a:<escape>b', '{a:<escape>b<escape>', '{a:[1,'])(
    'waits for the rest of %s',
    (answer) => {
      expect(read([answer]).status).toBe('more');
    },
  );
});
