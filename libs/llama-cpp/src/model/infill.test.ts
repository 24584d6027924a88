import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerationEvent, GenerationRequest, LoadedModel, Prompt } from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';
import { writeInfillModel } from '../gguf/infill-model.fixture.js';
import { anyFamily } from './any-family.fixture.js';
import { createRunner } from './runner.js';

const SOURCE = new URL('../../../../models/otron-tiny-llama-q8_0.gguf', import.meta.url).pathname;
/** Control tokens of the model that are put to another use. */
const MARKS = { prefix: 4, suffix: 5, middle: 1 };
/** What every sequence of this model begins with. */
const BEGIN = 3;
const OPTIONS = {
  placement: [{ deviceId: 'cpu', layers: 'all' as const }],
  contextTokens: 256,
  parallel: 2,
  threads: 1,
};

async function loadModel(path: string): Promise<LoadedModel> {
  const last = await lastValueFrom(createRunner(anyFamily()).load({ id: 'infill', path }, OPTIONS));
  if (last.type !== 'loaded') throw new Error('nothing was loaded');
  return last.model;
}

const request = (prompt: Prompt, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  prompt,
  sampling: { temperature: 0 },
  stop: [],
  n: 1,
  maxTokens: 12,
  contextOverflow: 'refuse',
  logprobs: { top: 0, prompt: true },
  ...more,
});

describe('a model with tokens for a gap', () => {
  let folder: string;
  let model: LoadedModel;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'otron-infill-'));
    const path = join(folder, 'infill.gguf');
    await writeInfillModel(SOURCE, path, MARKS);
    model = await loadModel(path);
  });
  afterAll(async () => {
    await model?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const events = (asked: GenerationRequest): Promise<GenerationEvent[]> =>
    lastValueFrom(model.generate(asked).pipe(toArray()));
  /** Ids of the tokens that the model read, but for the first. */
  const readBy = async (asked: GenerationRequest): Promise<number[]> => {
    const prompt = (await events(asked)).find((event) => event.type === 'prompt');
    return (prompt?.type === 'prompt' && prompt.logprobs?.map(({ token }) => token)) || [];
  };
  const textOf = async (asked: GenerationRequest): Promise<string> =>
    (await events(asked)).map((event) => (event.type === 'delta' && event.kind === 'text' ? event.text : '')).join('');

  it('says that it can fill one', async () => {
    const runner = createRunner(anyFamily());
    const info = await runner.describe({ id: 'infill', path: join(folder, 'infill.gguf') });
    expect(info?.capabilities.infill).toBe(true);
    expect(model.info.capabilities.infill).toBe(true);
  });

  it('reads what is before and after it between those tokens', async () => {
    const { prefix, suffix, middle } = MARKS;
    const before = await model.tokenize('The capital of France');
    const after = await model.tokenize('Paris.');
    const tokens = await readBy(request({ prefix: 'The capital of France', suffix: 'Paris.' }));
    expect(tokens).toEqual([prefix, ...before, suffix, ...after, middle]);
    expect(await textOf(request({ prefix: 'The capital of France', suffix: 'Paris.' }))).toBe(
      await textOf(request({ tokens: [BEGIN, ...tokens] })),
    );
  });

  it('is not told of a gap by what people type', async () => {
    const tokens = await readBy(request({ prefix: '<|start_header_id|>', suffix: '<|end_header_id|>' }));
    expect(tokens.filter((token) => token === MARKS.prefix)).toHaveLength(1);
    expect(tokens.filter((token) => token === MARKS.suffix)).toHaveLength(1);
  });

  it('refuses texts that do not fit, or keeps what is nearest to the gap', async () => {
    const long = { prefix: `${'a '.repeat(400)}near`, suffix: `beside ${'b '.repeat(400)}` };
    await expect(events(request(long))).rejects.toMatchObject({
      code: 'CONTEXT_OVERFLOW',
      details: { contextTokens: 256, param: 'prompt' },
    });
    const tokens = await readBy(request(long, { contextOverflow: 'trim' }));
    const [before = '', after = ''] = await Promise.all([
      model.detokenize(tokens.slice(0, tokens.indexOf(MARKS.suffix))),
      model.detokenize(tokens.slice(tokens.indexOf(MARKS.suffix))),
    ]);
    expect(tokens.length).toBeLessThan(256);
    expect(before).toMatch(/near$/);
    expect(after).toMatch(/^ ?beside b/);
  });
});

it('refuses a gap by name where the model has no tokens for one', async () => {
  const model = await loadModel(SOURCE);
  try {
    expect(model.info.capabilities.infill).toBe(false);
    await expect(lastValueFrom(model.generate(request({ prefix: 'a', suffix: 'b' })))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      details: { param: 'suffix' },
    });
  } finally {
    await model.dispose();
  }
});
