// The HTTP calls that lm-evaluation-harness makes for its loglikelihood tasks, read as it reads them, against sums that
// are computed apart: logits of the same file by plain node-llama-cpp, and a softmax of our own.
import { fileURLToPath } from 'node:url';
import { type Conversation, type Pair, ReferenceModel } from './reference-model.js';
import { type RunningServer, startServer } from './server.js';

const MODEL = 'otron-tiny-llama';
const FILE = fileURLToPath(new URL(`../../models/${MODEL}-q8_0.gguf`, import.meta.url));
/** How far the sum of an answer may be from the reference: batches of other sizes round otherwise. */
const DIGITS = 1;

let server: RunningServer;
let reference: ReferenceModel;
beforeAll(async () => {
  [server, reference] = await Promise.all([startServer(), ReferenceModel.open(FILE)]);
});
afterAll(async () => {
  await server?.end();
  await reference?.close();
});

interface Choice {
  index: number;
  text: string;
  logprobs: {
    tokens: string[];
    token_logprobs: (number | null)[];
    top_logprobs: (Record<string, number> | null)[];
    text_offset: number[];
  };
}

/** What the harness makes of an answer. */
interface Scored {
  logprob: number;
  greedy: boolean;
}

/** The harness' request for one batch: `prompt` is a list of token ids, or several. */
async function call(prompt: number[] | number[][], max_tokens: 0 | 1): Promise<Choice[]> {
  const body = { model: MODEL, prompt, temperature: 0, max_tokens, logprobs: 1, seed: 1234, echo: true };
  // it sends this header without a key too
  const response = await server.post('/v1/completions', body, { headers: { Authorization: 'Bearer ' } });
  expect(response.status).toBe(200);
  return ((await response.json()) as { choices: Choice[] }).choices;
}

/** `parse_logprobs` of the harness: the last entry is the one token that it had to ask for. */
function parsed(choices: Choice[], contextLengths: number[], max_tokens: 0 | 1): Scored[] {
  const inOrder = [...choices].sort((one, other) => one.index - other.index);
  return inOrder.map(({ logprobs }, at) => {
    const end = max_tokens === 0 ? undefined : -1;
    const logprob = logprobs.token_logprobs.slice(contextLengths[at], end) as number[];
    const top = logprobs.top_logprobs.slice(contextLengths[at], end) as Record<string, number>[];
    return {
      logprob: logprob.reduce((sum, one) => sum + one, 0),
      greedy: logprob.every((one, token) => one === Math.max(...Object.values(top[token] ?? {}))),
    };
  });
}

async function tokenize(content: string): Promise<number[]> {
  const response = await server.post('/tokenize', { model: MODEL, content });
  return ((await response.json()) as { tokens: number[] }).tokens;
}

/** `_encode_pair` of the harness: the continuation's tokens are what the whole has more than its context. */
async function encoded(context: string, continuation: string): Promise<Pair> {
  const [whole, own] = [await tokenize(context + continuation), await tokenize(context)];
  return { context: own, continuation: whole.slice(own.length) };
}

/** A multiple choice question as a chat, so that this model knows what is meant. */
const asked = async (question: string, answer: string): Promise<Pair> => {
  const messages: Conversation = [{ role: 'user', content: question }];
  const response = await server.post('/apply-template', { model: MODEL, messages });
  const { prompt } = (await response.json()) as { prompt: string };
  return { context: reference.withSpecials(prompt), continuation: await tokenize(answer) };
};

async function pairs(): Promise<Pair[]> {
  const capital = 'What is the capital of France?';
  return [
    await encoded('Question: What do cows give?\nAnswer:', ' Milk, every day.'),
    await encoded('The sun', ' is yellow'),
    await encoded('Zürich is', ' a city in Switzerland 🦙.'),
    await asked(capital, 'The capital of France is Paris.'),
    await asked(capital, 'The capital of France is Rome.'),
    // a rolling window: nothing but the first token is context
    { context: [reference.bos], continuation: await tokenize('Once upon a time there was a river.') },
  ];
}

describe.each([0, 1] as const)('loglikelihood with max_tokens: %i', (max_tokens) => {
  const score = async (batch: Pair[]) => {
    const prompts = batch.map(({ context, continuation }) => [...context, ...continuation]);
    const choices = await call(prompts, max_tokens);
    for (const [at, { logprobs }] of choices.entries()) {
      const length = (prompts[at]?.length ?? 0) + max_tokens;
      expect(Object.values(logprobs).map((list) => list.length)).toEqual([length, length, length, length]);
    }
    const lengths = batch.map(({ context }) => context.length);
    return parsed(choices, lengths, max_tokens);
  };

  it('sums up to what the model says, in a batch', async () => {
    const batch = await pairs();
    const scored = await score(batch);
    const expected = [];
    for (const pair of batch) expected.push(await reference.score(pair));
    expect(scored.map(({ greedy }) => greedy)).toEqual(expected.map(({ greedy }) => greedy));
    for (const [at, { logprob }] of scored.entries()) expect(logprob).toBeCloseTo(expected[at]?.logprob ?? 0, DIGITS);
    // the sums differ by far more than they may be wrong, and both kinds of answers are there
    const sorted = scored.map(({ logprob }) => logprob).sort((one, other) => one - other);
    for (const [at, sum] of sorted.slice(1).entries()) expect(sum - (sorted[at] as number)).toBeGreaterThan(0.2);
    expect(new Set(scored.map(({ greedy }) => greedy)).size).toBe(2);
  });

  it('says the same of each prompt alone, sent as one list of token ids', async () => {
    const batch = await pairs();
    const together = await score(batch);
    for (const [at, { context, continuation }] of batch.entries()) {
      const choices = await call([...context, ...continuation], max_tokens);
      const [alone] = parsed(choices, [context.length], max_tokens);
      expect(alone?.logprob).toBeCloseTo(together[at]?.logprob ?? 0, DIGITS);
    }
  });

  it('keeps the order of more prompts than the model has slots', async () => {
    const [one, other] = await pairs();
    const batch = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? one : other) as Pair);
    const scored = await score(batch);
    for (const [at, { logprob }] of scored.entries()) {
      expect(logprob).toBeCloseTo(scored[at % 2]?.logprob ?? 0, DIGITS);
    }
  });
});

it('has an entry for the token that was asked for when the model ends there', async () => {
  const { context, continuation } = await asked('What is the capital of France?', 'The capital of France is Paris.');
  const [choice] = await call([...context, ...continuation], 1);
  expect(choice?.logprobs.tokens).toHaveLength(context.length + continuation.length + 1);
  expect(choice?.logprobs.tokens.at(-1)).toBe('<|eot_id|>');
  expect(choice?.text.endsWith('Paris.')).toBe(true);
});

it('tokenizes as the model does', async () => {
  for (const text of ['The sun is yellow', ' Zürich 🦙', '  two  spaces\n']) {
    expect(await tokenize(text)).toEqual(reference.tokens(text));
  }
});
