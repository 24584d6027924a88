import type { Tool, ToolChoice } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { partsOf } from '../../format/answer-parts.fixture.js';
import { formatOf, parserFor } from '../../format/choose-format.js';
import { FAMILIES } from '../../format/families.fixture.js';
import { parseGbnf } from '../gbnf/parse-gbnf.js';
import { Walk } from '../gbnf/walk.js';
import { randomText } from '../random-text.fixture.js';
import { answerGrammar } from './answer-grammar.js';

const weather: Tool = {
  name: 'weather',
  parameters: {
    type: 'object',
    properties: { city: { enum: ['Zürich', 'Paris'] }, days: { type: 'integer', minimum: 1, maximum: 9 } },
    required: ['city', 'days'],
    additionalProperties: false,
  },
};
const tools: Tool[] = [
  weather,
  { name: 'weather_now' },
  { name: 'time', parameters: { type: 'object', maxProperties: 0 } },
];
const schemas = new Map(tools.map(({ name, parameters = { const: {} } }) => [name, parameters]));
const ajv = new Ajv2020({ strict: false });

describe.each(Object.entries(FAMILIES))('the grammar of %s', (_name, { template, call, later }) => {
  const format = formatOf(template);
  const walkOf = (choice: Exclude<ToolChoice, 'none'>, parallel = true, constraint?: { choice: string[] }) => {
    const thoughts = format.reasoning && { thoughts: { opened: false } };
    const plan = { format, ...thoughts, calls: { tools, choice, parallel }, ...(constraint && { constraint }) };
    return new Walk(parseGbnf(answerGrammar(plan).gbnf));
  };
  const words =
    format.name === 'harmony' ? '<|channel|>final<|message|>Hello {"a": 1} < you!' : 'Hello {"a": 1} < you!';

  it('takes what its models write', () => {
    const auto = walkOf('auto');
    for (const answer of [call, later, words]) expect([answer, auto.accepts(answer)]).toEqual([answer, true]);
    for (const choice of ['required', { name: 'weather' }] as const) {
      const forced = walkOf(choice);
      expect([call, forced.accepts(call)]).toEqual([call, true]);
      expect(forced.accepts(words)).toBe(false);
    }
    expect(walkOf({ name: 'time' }).accepts(call)).toBe(false);
  });

  it('takes no call of another tool, and no other arguments', () => {
    const auto = walkOf('auto');
    expect(auto.accepts(call.replace(/days("?: ?)2/, 'days$112'))).toBe(false);
    // without a marker, JSON of another name is words
    expect(auto.accepts(call.replace('weather', 'whether'))).toBe(format.tools.bare ?? false);
  });

  it('takes a form or a call where both are wanted', () => {
    const walk = walkOf('auto', true, { choice: ['yes', 'no'] });
    const form = format.name === 'harmony' ? '<|channel|>final<|message|>yes' : 'yes';
    for (const answer of [form, call]) expect([answer, walk.accepts(answer)]).toEqual([answer, true]);
    expect(walk.accepts(words)).toBe(false);
  });

  it.each([
    ['auto', true],
    ['auto', false],
    ['required', true],
    ['required', false],
  ] as const)('has no text that is read otherwise (%s, parallel: %s)', (choice, parallel) => {
    const walk = walkOf(choice, parallel);
    let seen = 0;
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 9 }), (seed, size) => {
        const answer = randomText(walk, seed, 300);
        fc.pre(answer !== undefined);
        const parser = parserFor(format, { tools: tools.map(({ name }) => name), opened: false, streamsCalls: true });
        const pieces = answer.match(new RegExp(`.{1,${size + 1}}`, 'gsu')) ?? [];
        const read = partsOf([...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]);
        expect([answer, read.warnings]).toEqual([answer, []]);
        for (const { name = '', arguments: given } of read.calls) {
          expect([answer, ajv.validate(schemas.get(name) as object, JSON.parse(given))]).toEqual([answer, true]);
        }
        seen += read.calls.length;
        if (choice === 'required') expect([answer, read.text, read.calls.length > 0]).toEqual([answer, '', true]);
        if (!parallel) expect(read.calls.length).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
    if (choice === 'required') expect(seen).toBeGreaterThan(10);
  });
});

it('lets gpt-oss make one call in a turn, which ends it, also where several are allowed', () => {
  const format = formatOf(FAMILIES['gpt-oss']?.template);
  const calls = { tools, choice: 'auto' as const, parallel: true };
  const walk = new Walk(parseGbnf(answerGrammar({ format, thoughts: { opened: false }, calls }).gbnf));
  const call = '<|channel|>commentary to=functions.time <|constrain|>json<|message|>{}';
  const words = '<|channel|>commentary<|message|>I will look.<|end|><|start|>assistant';
  for (const turn of [call, words + call]) expect([turn, walk.accepts(turn)]).toEqual([turn, true]);
  for (const more of ['<|call|>', `<|end|><|start|>assistant${call}`]) expect(walk.accepts(call + more)).toBe(false);
});

describe('answerGrammar', () => {
  const format = formatOf(FAMILIES.qwen?.template);

  it('lets the model think before what it is held to', () => {
    const plan = { format, constraint: { choice: ['yes', 'no'] } };
    const opened = new Walk(parseGbnf(answerGrammar({ ...plan, thoughts: { opened: true } }).gbnf));
    expect(opened.accepts('Hm. yes or no? </think>\n\nyes')).toBe(true);
    expect(opened.accepts('yes')).toBe(false);
    const closed = new Walk(parseGbnf(answerGrammar({ ...plan, thoughts: { opened: false } }).gbnf));
    for (const answer of ['yes', '<think>\n</think>\nno']) expect(closed.accepts(answer)).toBe(true);
    for (const answer of ['<think>yes', 'maybe', '</think>yes']) expect(closed.accepts(answer)).toBe(false);
  });

  it('holds many tools at the same time', () => {
    const many = Array.from({ length: 128 }, (_, i) => ({ ...weather, name: `weather_${i}` }));
    const { gbnf, loose } = answerGrammar({ format, calls: { tools: many, choice: 'auto', parallel: true } });
    expect(loose).toEqual([]);
    expect(gbnf.length).toBeGreaterThan(1000);
  });

  it('says which schemas it does not hold', () => {
    const odd: Tool = { name: 'odd', parameters: { type: 'object', properties: { a: { multipleOf: 2 } } } };
    const calls = { tools: [odd], choice: 'auto' as const, parallel: true };
    expect(answerGrammar({ format, calls }).loose).toEqual([
      expect.stringMatching(/"odd" are only held to be an object.*multipleOf.*\(at \/properties\/a\/multipleOf\)$/),
    ]);
    expect(() => answerGrammar({ format, calls: { ...calls, tools: [{ ...odd, strict: true }] } })).toThrow(
      expect.objectContaining({ details: { param: 'prompt.tools[0].parameters', path: '/properties/a/multipleOf' } }),
    );
  });
});
