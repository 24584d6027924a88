// How soon answers begin: prompts that are new, that go on, and that many share; and what they cost those who decode beside.
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { complete, freshPrompt, shortPrompt } from './completions.mjs';
import { LlamaServer } from './llama-server.mjs';
import { ServerProcess } from './server-process.mjs';
import { syntheticModel } from './synthetic-model.mjs';

const SLOTS = 16;
const SLOT_TOKENS = 2048;
const LONG = 1000;
const TURNS = 20;
const TURN = 'And then she asked: what is behind the second door? He said that nobody had ever opened it. ';

export const name = 'prompts';
export const title =
  'First tokens of a model of 135 million parameters, by what of the prompt was read before: the server and llama-server';
export const rounds = 3;
export const metrics = {
  'new prompt of 1,000 tokens': { unit: 'ms', better: 'lower' },
  '20th turn': { unit: 'ms', better: 'lower' },
  '20th turn, reuse against none': { unit: 'times', better: 'higher' },
  '16 clients with one new prompt of 1,000 tokens, the last': { unit: 'ms', better: 'lower' },
  'p99 gap of 8 streams': { unit: 'ms', better: 'lower' },
  'p99 gap beside a prompt, against without': { unit: 'times', better: 'lower' },
  'n = 4 against n = 1': { unit: 'times', better: 'lower' },
};
const server = { peer: 'server', by: 'ratio', against: 'llama-server' };
export const targets = [
  { ...server, metric: 'new prompt of 1,000 tokens', atMost: 1.03 },
  { ...server, metric: '20th turn', atMost: 1 },
  { peer: 'server', metric: '20th turn, reuse against none', by: 'value', atLeast: 10 },
  { ...server, metric: '16 clients with one new prompt of 1,000 tokens, the last', atMost: 1 },
  { peer: 'server', metric: 'p99 gap beside a prompt, against without', by: 'value', atMost: 2 },
  { peer: 'server', metric: 'n = 4 against n = 1', by: 'value', atMost: 1.3 },
];

/** @param {string} url @param {object} fresh fields that have a request reuse nothing @param {boolean} choices `n` is known */
async function measure(url, fresh, choices) {
  const ask = (prompts, tokens = 2, fields = {}) => complete(url, prompts, tokens, { model: 'default', ...fields });
  const firstMs = async (prompt, fields) => (await ask([prompt], 2, fields))[0].firstMs;
  const values = { 'new prompt of 1,000 tokens': await firstMs(freshPrompt(LONG)) };

  let told = freshPrompt();
  for (let turn = 1; turn < TURNS; turn += 1) {
    told += TURN;
    values['20th turn'] = await firstMs(told);
  }
  values['20th turn, reuse against none'] = (await firstMs(told, fresh)) / values['20th turn'];

  const shared = freshPrompt(LONG);
  const many = await ask(Array.from({ length: SLOTS }, (_, client) => `${shared} Client ${client} asks: `));
  values['16 clients with one new prompt of 1,000 tokens, the last'] = Math.max(
    ...many.map((answer) => answer.firstMs),
  );

  const streams = () => ask(Array.from({ length: 8 }, shortPrompt), 64);
  const p99 = (answers) => {
    const gaps = answers.flatMap(({ gapsMs }) => gapsMs).sort((a, b) => a - b);
    return gaps[Math.floor(gaps.length * 0.99)];
  };
  const usual = p99(await streams());
  const beside = streams();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const [disturbed] = await Promise.all([beside, firstMs(freshPrompt(LONG))]);
  values['p99 gap of 8 streams'] = usual;
  values['p99 gap beside a prompt, against without'] = p99(disturbed) / usual;

  if (choices) {
    const one = await firstMs(freshPrompt(LONG));
    values['n = 4 against n = 1'] = (await firstMs(freshPrompt(LONG), { n: 4 })) / one;
  }
  return { values };
}

export async function setup() {
  const model = syntheticModel();
  const own = await ServerProcess.start([
    ...['--models', dirname(model), '--model', 'synthetic-135m'],
    ...['--parallel', String(SLOTS), '--context', String(SLOT_TOKENS)],
  ]);
  await own.tuned();
  // prompts are read the faster, the more cores there are
  const threads = availableParallelism();
  const other = await LlamaServer.start({ model, threads, slots: SLOTS, slotTokens: SLOT_TOKENS });
  const peers = {
    server: () => measure(own.url, { deterministic: true }, true),
    'llama-server': () => measure(other.url, { cache_prompt: false }, false),
  };
  // none is measured cold
  for (const { url } of [own, other]) await complete(url, [freshPrompt(LONG)], 2, { model: 'default' });
  return {
    peers,
    async dispose() {
      for (const running of [own, other]) await running.stop();
    },
  };
}
