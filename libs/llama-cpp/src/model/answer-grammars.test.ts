import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import { formatOf } from '../format/choose-format.js';
import type { AnswerPlan } from '../grammar/answer/answer-plan.js';
import { AnswerGrammars } from './answer-grammars.js';

const plan = (name: string): AnswerPlan => ({ format: formatOf(''), constraint: { choice: [name] } });

describe('AnswerGrammars', () => {
  let compiled: string[];
  let failure: PluginError | undefined;
  let trialFailure: ErrorCode | undefined;
  const grammars = () => {
    compiled = [];
    failure = undefined;
    trialFailure = undefined;
    const compiler = {
      async compile({ constraint }: AnswerPlan) {
        compiled.push(JSON.stringify(constraint));
        if (failure) throw failure;
        return { gbnf: 'root ::= "a"', loose: [] };
      },
      try: async (_: string, param: string) => {
        if (trialFailure) throw new PluginError(trialFailure, 'tried', { param });
      },
    };
    return new AnswerGrammars(compiler, async () => () => ({}) as never);
  };

  it('compiles each plan once, however many ask for it at the same time', async () => {
    const known = grammars();
    const opened = await Promise.all([known.for(plan('a')), known.for(plan('a')), known.for(plan('b'))]);
    await known.for(plan('a'));
    expect(compiled).toHaveLength(2);
    expect(opened[0]).toBe(opened[1]);
  });

  it('remembers refusals, but not what went wrong by chance', async () => {
    const known = grammars();
    failure = new PluginError('UNSUPPORTED', 'no');
    for (const _ of [1, 2]) await expect(known.for(plan('a'))).rejects.toBe(failure);
    expect(compiled).toHaveLength(1);
    failure = new PluginError('INTERNAL', 'died');
    await expect(known.for(plan('b'))).rejects.toBe(failure);
    failure = undefined;
    await expect(known.for(plan('b'))).resolves.toMatchObject({ loose: [] });
  });

  it('remembers what a trial refused, but not that there was no process for it', async () => {
    const known = grammars();
    trialFailure = 'UNSUPPORTED';
    for (const _ of [1, 2]) {
      const refusal = { code: 'UNSUPPORTED', details: { param: 'constraint.choice' } };
      await expect(known.for(plan('a'))).rejects.toMatchObject(refusal);
    }
    expect(compiled).toHaveLength(1);
    trialFailure = 'OVERLOADED';
    await expect(known.for(plan('b'))).rejects.toMatchObject({ code: 'OVERLOADED' });
    trialFailure = undefined;
    await expect(known.for(plan('b'))).resolves.toMatchObject({ loose: [] });
  });

  it('forgets what was asked for longest ago', async () => {
    const known = grammars();
    for (let i = 0; i < 129; i++) await known.for(plan(`${i}`));
    await known.for(plan('128'));
    expect(compiled).toHaveLength(129);
    await known.for(plan('0'));
    expect(compiled).toHaveLength(130);
  });
});
