import type { Llama, LlamaContext, LlamaModel } from 'node-llama-cpp';
import { engine } from '../engine.js';
import { hasInternals, nativeContext } from './native-context.js';
import { publicContext } from './public-context.js';
import type { SamplerSettings } from './sampler.js';
import type { Row, StepContext } from './step-context.js';

const greedy: SamplerSettings = { temperature: 0, topP: 1, topK: 0, minP: 0, seed: 1 };
const MODEL = new URL('../../../../models/otron-tiny-llama-q8_0.gguf', import.meta.url).pathname;

let llama: Llama;
let model: LlamaModel;

beforeAll(async () => {
  llama = await engine();
  model = await llama.loadModel({ modelPath: MODEL });
});
afterAll(() => model.dispose());

const ways: [string, (context: LlamaContext) => StepContext][] = [
  ['native', nativeContext],
  ['public', publicContext],
];

describe.each(ways)('%s step context', (_name, open) => {
  let context: StepContext;
  const tokens = () => model.tokenize('The capital of France is Paris.') as number[];

  beforeEach(async () => {
    context = open(await model.createContext({ sequences: 4, contextSize: 256, batchSize: 64, threads: 1 }));
  });
  afterEach(() => context.dispose());

  /** Reads the tokens in a sequence and generates `count` more. */
  async function generate(sequence: number, prompt: number[], count: number, settings = greedy): Promise<number[]> {
    const sampler = context.createSampler(settings);
    const answer: number[] = [];
    let row: Row = { sequence, position: 0, tokens: prompt, sample: { sampler } };
    while (answer.length < count) {
      const [result] = await context.step([row]);
      const token = result?.sampled?.[0]?.token as number;
      answer.push(token);
      row = { ...row, position: row.position + row.tokens.length, tokens: [token] };
    }
    sampler.dispose();
    return answer;
  }

  it('gives the same tokens alone and in a batch with others', async () => {
    const alone = await generate(0, tokens(), 6);
    const samplers = [1, 2, 3].map(() => context.createSampler(greedy));
    let rows: Row[] = samplers.map((sampler, i) => ({
      sequence: i + 1,
      position: 0,
      tokens: tokens(),
      sample: { sampler },
    }));
    const answers: number[][] = [[], [], []];
    for (let step = 0; step < 6; step++) {
      const results = await context.step(rows);
      rows = rows.map((row, i) => {
        const token = results[i]?.sampled?.[0]?.token as number;
        answers[i]?.push(token);
        return { ...row, position: row.position + row.tokens.length, tokens: [token] };
      });
    }
    expect(answers).toEqual([alone, alone, alone]);
    for (const sampler of samplers) sampler.dispose();
  });

  it('forgets from a position on', async () => {
    const first = await generate(0, tokens(), 4);
    expect(await context.truncate(0, 0)).toBe(true);
    expect(await generate(0, tokens(), 4)).toEqual(first);
  });

  it('reads a prompt in pieces', async () => {
    const whole = await generate(0, tokens(), 1);
    await context.step([{ sequence: 1, position: 0, tokens: tokens().slice(0, 3) }]);
    const sampler = context.createSampler(greedy);
    const rest = tokens().slice(3);
    const [result] = await context.step([{ sequence: 1, position: 3, tokens: rest, sample: { sampler } }]);
    expect(result?.sampled?.map(({ token }) => token)).toEqual(whole);
    sampler.dispose();
  });

  it('draws the same tokens from the same seed and others from another', async () => {
    const settings = { ...greedy, temperature: 1.5 };
    const first = await generate(0, tokens(), 12, { ...settings, seed: 7 });
    await context.truncate(0, 0);
    expect(await generate(0, tokens(), 12, { ...settings, seed: 7 })).toEqual(first);
    await context.truncate(0, 0);
    expect(await generate(0, tokens(), 12, { ...settings, seed: 8 })).not.toEqual(first);
  });
});

describe('native step context', () => {
  it('finds the internals of the pinned release', async () => {
    const context = await model.createContext({ sequences: 1, contextSize: 256, threads: 1 });
    expect(hasInternals(context)).toBe(true);
    await context.dispose();
  });

  it('copies a sequence', async () => {
    const context = nativeContext(await model.createContext({ sequences: 2, contextSize: 256, threads: 1 }));
    const prompt = model.tokenize('Hello, how are you?') as number[];
    const sampler = context.createSampler(greedy);
    await context.step([{ sequence: 0, position: 0, tokens: prompt.slice(0, -1) }]);
    await context.copy(0, 1);
    const last = { position: prompt.length - 1, tokens: prompt.slice(-1), sample: { sampler } };
    const [a, b] = await context.step([
      { sequence: 0, ...last },
      { sequence: 1, ...last },
    ]);
    expect(a?.sampled).toEqual(b?.sampled);
    sampler.dispose();
    await context.dispose();
  });

  it('reports true probabilities, whatever the filters and the temperature', async () => {
    const context = nativeContext(await model.createContext({ sequences: 1, contextSize: 256, threads: 1 }));
    const prompt = model.tokenize('The capital of France is') as number[];
    const sampler = context.createSampler({ ...greedy, temperature: 2, topK: 2 });
    const all = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
    const [result] = await context.step([
      { sequence: 0, position: 0, tokens: prompt, sample: { sampler, probabilities: { top: all } } },
    ]);
    const sampled = result?.sampled?.[0];
    const top = sampled?.probability?.top ?? [];
    expect(top).toHaveLength(all);
    expect(top.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 4);
    expect(top.find(({ token }) => token === sampled?.token)?.logprob).toBe(sampled?.probability?.logprob);
    sampler.dispose();
    await context.dispose();
  });
});
