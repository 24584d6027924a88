// What a model's answers are held to, with the embedded model and llama.cpp's own sampler.
import type { Constraint, GenerationEvent, GenerationRequest, LoadedModel, Message } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { lastValueFrom, toArray } from 'rxjs';
import { randomSchema } from '../grammar/json-schema/random-schema.fixture.js';
import { answerOf } from './answer-of.fixture.js';
import { anyFamily } from './any-family.fixture.js';
import { createRunner } from './runner.js';

const ajv = new Ajv2020({ strict: false, logger: false });
addFormats.default(ajv);

const OPTIONS = {
  placement: [{ deviceId: 'cpu', layers: 'all' as const }],
  contextTokens: 512,
  parallel: 8,
  threads: 1,
};

const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] });
const request = (text: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  prompt: { messages: [user(text)] },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
  maxTokens: 200,
  ...more,
});

describe.each(['otron-tiny-llama', 'otron-tiny-gemma'])('constraints on %s', (name) => {
  let model: LoadedModel;
  beforeAll(async () => {
    const path = new URL(`../../../../models/${name}-q8_0.gguf`, import.meta.url).pathname;
    const last = await lastValueFrom(createRunner(anyFamily()).load({ id: name, path }, OPTIONS));
    if (last.type !== 'loaded') throw new Error('nothing was loaded');
    model = last.model;
  });
  afterAll(() => model.dispose());

  const events = (asked: GenerationRequest) => lastValueFrom(model.generate(asked).pipe(toArray()));
  const held = async (constraint: Constraint, more: Partial<GenerationRequest> = {}) =>
    answerOf(await events(request('Tell me about Paris.', { constraint, ...more })));

  it('says that it can be held to all kinds', () => {
    expect(model.info.capabilities.constraints).toEqual(['jsonSchema', 'gbnf', 'regex', 'choice']);
  });

  it('holds answers to a choice, a regular expression and a grammar, and ends there', async () => {
    expect(['yes', 'no']).toContain((await held({ choice: ['yes', 'no'] })).text);
    const { text, end } = await held({ regex: '[0-9]{4}-[a-f]{2}' });
    expect(text).toMatch(/^[0-9]{4}-[a-f]{2}$/);
    expect(end).toBe('stop');
    expect((await held({ gbnf: 'root ::= "<" [a-z]{3} ">"' })).text).toMatch(/^<[a-z]{3}>$/);
  });

  it('writes JSON that is valid for generated schemas', async () => {
    let finished = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.nat(1000), async (draw, seed) => {
        const schema = randomSchema((one) => draw(() => one));
        const validate = ajv.compile(schema);
        const answers = await events(
          request('Some JSON, please.', {
            constraint: { jsonSchema: schema },
            n: 3,
            sampling: { temperature: 1, seed },
          }),
        ).catch((error: unknown) => {
          if (PluginError.is(error) && error.details.param === 'constraint.jsonSchema') return undefined;
          throw error;
        });
        fc.pre(answers !== undefined);
        for (const index of [0, 1, 2]) {
          const { text, end } = answerOf(answers, index);
          if (end === 'length') continue;
          finished++;
          expect([text, schema, validate(JSON.parse(text)) || validate.errors]).toEqual([text, schema, true]);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(finished).toBeGreaterThan(20);
  }, 300_000);

  it('is cut by the length alone, and says so', async () => {
    const { text, end } = await held(
      { jsonSchema: { type: 'array', items: { type: 'integer' }, minItems: 40 } },
      { maxTokens: 10 },
    );
    expect(end).toBe('length');
    expect(() => JSON.parse(text)).toThrow();
  });

  it('holds some and leaves others free in one batch', async () => {
    const question = request('What is the capital of France?');
    const alone = answerOf(await events(question)).text;
    const all = await Promise.all([
      events(question),
      ...[1, 2, 3].map((seed) => held({ regex: '[a-z]{20}' }, { sampling: { temperature: 1, seed } })),
      events(question),
    ]);
    expect(answerOf(all[0] as GenerationEvent[]).text).toBe(alone);
    expect(answerOf(all[4] as GenerationEvent[]).text).toBe(alone);
    for (const one of all.slice(1, 4)) expect((one as { text: string }).text).toMatch(/^[a-z]{20}$/);
  });

  it('works with log probabilities, stop strings and text prompts', async () => {
    const all = await events(
      request('', {
        prompt: { text: 'A number: ' },
        constraint: { regex: '[0-9]{8}' },
        logprobs: { top: 2, prompt: false },
      }),
    );
    expect(answerOf(all).text).toMatch(/^[0-9]{8}$/);
    const scored = all.flatMap((event) => (event.type === 'delta' ? (event.logprobs ?? []) : []));
    expect(scored.map(({ text }) => text).join('')).toBe(answerOf(all).text);
    expect((await held({ choice: ['one, two, three'] }, { stop: [', th'] })).text).toBe('one, two');
  });

  it('tells that nothing is left when the biases exclude what the grammar wants', async () => {
    const tokens = await model.tokenize('abcdefghijklmnopqrstuvwxyz');
    const every: [number, number][] = Array.from({ length: model.info.vocabularyTokens }, (_, id) => [id, -100]);
    expect(tokens.length).toBeGreaterThan(0);
    const { end, warnings } = await held({ regex: '[a-z]{4}' }, { sampling: { logitBias: every } });
    expect({ end, warnings }).toEqual({ end: 'stop', warnings: ['no_token_left'] });
    expect((await held({ choice: ['fine'] })).text).toBe('fine');
  });

  it.each<[string, Constraint, string, string | undefined]>([
    ['a keyword', { jsonSchema: { properties: { a: { multipleOf: 3 } } } }, 'jsonSchema', '/properties/a/multipleOf'],
    ['what refers to itself', { jsonSchema: { $ref: '#' } }, 'jsonSchema', ''],
    ['what nothing satisfies', { jsonSchema: { type: 'integer', minimum: 3, maximum: 2 } }, 'jsonSchema', undefined],
    [
      'a bomb of alternatives',
      { jsonSchema: { allOf: Array.from({ length: 12 }, () => ({ anyOf: [{ type: 'string' }, { type: 'null' }] })) } },
      'jsonSchema',
      '',
    ],
    ['a bomb of counts', { regex: '((a{0,999}){0,999}){0,999}' }, 'regex', undefined],
    ['a grammar that begins with itself', { gbnf: 'root ::= root "a"' }, 'gbnf', undefined],
    ['a grammar that is none', { gbnf: 'root := "a"' }, 'gbnf', undefined],
  ])('refuses %s', async (_what, constraint, param, path) => {
    const details = { param: `constraint.${param}`, ...(path !== undefined && { path }) };
    await expect(held(constraint)).rejects.toMatchObject({ details });
  });

  describe('tools', () => {
    const parameters = {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 12 }, days: { type: 'integer', minimum: 1, maximum: 9 } },
      required: ['city', 'days'],
      additionalProperties: false,
    };
    const tools = [{ name: 'weather', parameters }, { name: 'weather_now', parameters }, { name: 'time' }];
    const asked = (
      more: Partial<GenerationRequest>,
      given = tools as { name: string; parameters?: object; strict?: boolean }[],
    ) =>
      events(
        request('', { prompt: { messages: [user('What is the weather in Paris?')], tools: given as never }, ...more }),
      ).then((all) => answerOf(all));

    it.each(['weather', 'weather_now', 'time'])('calls %s when it must', async (tool) => {
      const { text, calls, end } = await asked({ toolChoice: { name: tool } });
      expect({ text, end, names: calls.map((call) => call.name) }).toEqual({
        text: '',
        end: 'tool-calls',
        names: [tool],
      });
      const value = JSON.parse(calls[0]?.arguments ?? '');
      if (tool === 'time') expect(value).toEqual({});
      else expect(ajv.validate(parameters, value)).toBe(true);
    });

    it('calls something when it must, with any seed', async () => {
      for (const seed of [1, 2, 3, 4]) {
        const sampling = { temperature: 1.5, seed };
        const { text, calls, end } = await asked({ toolChoice: 'required', parallelToolCalls: false, sampling });
        expect({ text, end, count: calls.length }).toEqual({ text: '', end: 'tool-calls', count: 1 });
        const [call] = calls;
        expect(
          ajv.validate(call?.name === 'time' ? { const: {} } : parameters, JSON.parse(call?.arguments ?? '')),
        ).toBe(true);
      }
    });

    it('refuses what strict arguments cannot be held to, and says so of others', async () => {
      const odd = { type: 'object', properties: { a: { type: 'string', format: 'color' } }, required: ['a'] };
      await expect(asked({}, [{ name: 'paint', parameters: odd, strict: true }])).rejects.toMatchObject({
        details: { param: 'prompt.tools[0].parameters', path: '/properties/a/format' },
      });
      const { warnings, calls } = await asked({ toolChoice: 'required', maxTokens: 60 }, [
        { name: 'paint', parameters: odd },
      ]);
      expect(warnings).toContain('tool_schema_loose');
      expect(calls[0]?.name).toBe('paint');
    });
  });
});
