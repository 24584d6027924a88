// Real processes that try real files and grammars, of which some are bombs.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVariant } from '../gguf/gguf-variant.fixture.js';
import { readHeader } from '../gguf/header.js';
import { PassedPrints } from './passed-prints.js';
import { TrialProcess } from './trial-process.js';
import { TRIAL_LIMITS, type TrialTask } from './trial-task.js';
import { Trials } from './trials.js';

const EMBEDDED = ['llama', 'gemma'].map(
  (name) => new URL(`../../../../models/otron-tiny-${name}-q8_0.gguf`, import.meta.url).pathname,
);
const [LLAMA = ''] = EMBEDDED;
const release = async () => 'b1';
const MODEL = { path: LLAMA, print: 'p' };

/** Counts what reaches the process. */
class CountedProcess extends TrialProcess {
  readonly tasks: TrialTask[] = [];

  override run(task: TrialTask): Promise<void> {
    this.tasks.push(task);
    return super.run(task);
  }
}

describe('Trials', () => {
  let folder: string;
  let process: CountedProcess;
  const limits = { ...TRIAL_LIMITS, trialMs: 60_000 };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'otron-trials-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    process = new CountedProcess(limits);
  });
  afterEach(() => process.stop());

  const trials = (file?: string) => new Trials(new PassedPrints(file), process, release);
  const withTemplate = async (template: string) => {
    const path = join(folder, 'model.gguf');
    writeVariant(LLAMA, path, { template, tokens: new Map() });
    return [path, await readHeader(path)] as const;
  };

  it.each(EMBEDDED)('knows the embedded model %s', async (path) => {
    await trials().file(path, await readHeader(path));
    expect(process.tasks).toEqual([]);
  });

  it('tries a file once, also over restarts, in one process', async () => {
    const [path, header] = await withTemplate('{{ messages[0].content }}');
    const file = join(folder, 'kept.json');
    const first = trials(file);
    await Promise.all([first.file(path, header), first.file(path, header)]);
    const { pid } = process;
    await first.grammar('root ::= [a-z]+', MODEL, 'x');
    expect(process.pid).toBe(pid);
    expect(process.tasks).toHaveLength(2);
    while (JSON.parse(await readFile(file, 'utf8').catch(() => '[]')).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const second = trials(file);
    await second.file(path, header);
    await second.grammar('root ::= [a-z]+', MODEL, 'x');
    expect(process.tasks).toHaveLength(2);
    await new Trials(new PassedPrints(file), process, async () => 'b2').file(path, header);
    expect(process.tasks).toHaveLength(3);
  });

  it.each([
    ['loops', '{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}'],
    [
      'loops on tools alone',
      '{% if tools %}{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}{% endif %}',
    ],
    [
      'makes a text of gigabytes',
      '{% set n = namespace(s="xx") %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}',
    ],
    ['indents by a billion', '{% for m in messages %}{{ "a\nb" | indent(400000000) | upper }}{% endfor %}'],
  ])('refuses a model whose template %s, and remembers that', async (_, template) => {
    const [path, header] = await withTemplate(template);
    const all = trials();
    for (const _again of [1, 2]) {
      await expect(all.file(path, header)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    }
    expect(process.tasks).toHaveLength(1);
  });

  it('refuses a grammar that kills llama.cpp, and goes on in a new process', async () => {
    const all = trials();
    // what our own checks keep away from it: its parser calls itself for each parenthesis
    const deep = `root ::= ${'('.repeat(2_000_000)}"a"${')'.repeat(2_000_000)}`;
    for (const _again of [1, 2]) {
      await expect(all.grammar(deep, MODEL, 'constraint.gbnf')).rejects.toMatchObject({
        code: 'UNSUPPORTED',
        details: { param: 'constraint.gbnf' },
      });
    }
    expect(process.tasks).toHaveLength(1);
    await all.grammar('root ::= "a"', MODEL, 'constraint.gbnf');
  });

  it('refuses what llama.cpp cannot parse, in the same process', async () => {
    const all = trials();
    await all.grammar('root ::= "a"', MODEL, 'x');
    const { pid } = process;
    await expect(all.grammar('root ::= ("a"', MODEL, 'x')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(process.pid).toBe(pid);
  });

  it('ends a trial that takes too long', async () => {
    process = new CountedProcess({ ...limits, trialMs: 100 });
    // each rule doubles the ways of the one before it
    const doubled = Array.from(
      { length: 40 },
      (_, i) => `r${i} ::= "x" r${i + 1} | "x" r${i + 1} "y" | r${i + 1} r${i + 1}`,
    );
    const all = trials();
    await expect(all.grammar(`root ::= r0\n${doubled.join('\n')}\nr40 ::= "x" | ""`, MODEL, 'x')).rejects.toMatchObject(
      {
        code: 'UNSUPPORTED',
        message: expect.stringMatching(/took longer than 0.1 s|ended the process/),
      },
    );
    expect(process.pid).toBeUndefined();
  });

  it('ends a trial that takes too much memory', async () => {
    process = new CountedProcess({ ...limits, heapMiB: 64 });
    const [path, header] = await withTemplate(
      '{% set n = namespace(l=[]) %}{% for i in range(90000) %}{% set n.l = n.l + [[range(1000)]] %}{% endfor %}',
    );
    await expect(trials().file(path, header)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });

  it('says that there is no process, and does not hold it against what was to be tried', async () => {
    process = new CountedProcess({ ...limits, startMs: 1 });
    const all = trials();
    await expect(all.grammar('root ::= "a"', MODEL, 'x')).rejects.toMatchObject({ code: 'OVERLOADED' });
    process.stop();
    process = new CountedProcess(limits);
    await trials().grammar('root ::= "a"', MODEL, 'x');
  });
});
