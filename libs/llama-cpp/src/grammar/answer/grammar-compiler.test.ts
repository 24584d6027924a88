import { PluginError } from '@predict-otron/plugin-sdk';
import { formatOf } from '../../format/choose-format.js';
import { answerGrammar } from './answer-grammar.js';
import type { AnswerPlan } from './answer-plan.js';
import { GrammarCompiler, grammarCompiler } from './grammar-compiler.js';

const format = formatOf('');
const plan = (more: Partial<AnswerPlan>): AnswerPlan => ({ format, ...more });
/** Takes tens of milliseconds at least. */
const LARGE = plan({
  constraint: { jsonSchema: { enum: Array.from({ length: 1500 }, (_, i) => `value ${i * 7919}`) } },
});

describe('GrammarCompiler', () => {
  it('compiles what answerGrammar compiles', async () => {
    const tools = [{ name: 'weather', parameters: { type: 'object', properties: { a: { multipleOf: 2 } } } }];
    for (const one of [
      plan({ constraint: { choice: ['yes', 'no'] } }),
      plan({ calls: { tools, choice: 'auto', parallel: true } }),
    ]) {
      expect(await grammarCompiler.compile(one)).toEqual(answerGrammar(one));
    }
  });

  it('refuses with the field and the place in the schema', async () => {
    const schema = { properties: { a: { multipleOf: 3 } } };
    const refusal = grammarCompiler.compile(plan({ constraint: { jsonSchema: schema } }));
    await expect(refusal).rejects.toBeInstanceOf(PluginError);
    await expect(refusal).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      details: { param: 'constraint.jsonSchema', path: '/properties/a/multipleOf' },
    });
  });

  it('leaves the thread free while it works, and answers in order', async () => {
    let turns = 0;
    let done = false;
    const turn = () => {
      turns += 1;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    const order: string[] = [];
    await Promise.all([
      grammarCompiler.compile(LARGE).then(() => order.push('large')),
      grammarCompiler.compile(plan({ constraint: { regex: '[a-z]' } })).then(() => order.push('small')),
    ]);
    done = true;
    expect(order).toEqual(['large', 'small']);
    expect(turns).toBeGreaterThan(10);
  });

  it('goes on after a refusal, and after its worker has died', async () => {
    const compiler = new GrammarCompiler();
    const good = plan({ constraint: { choice: ['a'] } });
    const bad = compiler.compile(plan({ constraint: { regex: '(' } }));
    await expect(bad).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    const { worker } = compiler as unknown as { worker: { terminate(): Promise<number> } };
    const interrupted = compiler.compile(LARGE);
    setImmediate(() => worker.terminate());
    await expect(interrupted).rejects.toMatchObject({ code: 'INTERNAL' });
    expect((await compiler.compile(good)).loose).toEqual([]);
    await (compiler as unknown as { worker: { terminate(): Promise<number> } }).worker.terminate();
  });
});
