// The server over HTTP against the same engine without one: what do streams, events, JSON and scheduling cost?
import { summarize } from '../../scripts/bench/statistics.mjs';
import { rateOf, SAMPLING } from './completions.mjs';
import { LoopProcess } from './loop-process.mjs';
import { ServerProcess } from './server-process.mjs';
import { streamCompletion } from './stream-completion.mjs';

const MODEL = 'models/otron-tiny-llama-q8_0.gguf';
const CONTEXT_TOKENS = 2048;
const SEQUENCES = 16;
/** One thread: the server would choose it for a model this small, and the client needs a core too. */
const THREADS = 1;
const LONG_ANSWER = 512;
const SHORT_ANSWERS = 20;

let asked = 0;
/** No two prompts begin alike, so that nobody gains from what was read before. */
function prompt() {
  asked += 1;
  return `${asked * 7919} is a number. Tell me a long story about the ${asked}. house and who lives in it.`;
}

/**
 * One round of one peer.
 * @param {(prompts: string[], tokens: number, seed: number) => Promise<{ firstMs: number, lastMs: number, tokens: number }[]>} answer
 */
async function measure(answer) {
  const rate = async (clients) => rateOf(await answer(Array.from({ length: clients }, prompt), LONG_ANSWER, clients));
  const firsts = [];
  for (let i = 0; i < SHORT_ANSWERS; i += 1) firsts.push((await answer([prompt()], 2, i))[0].firstMs);
  return {
    values: {
      'decode, 1 client': await rate(1),
      'decode, 8 clients': await rate(8),
      'first token': summarize(firsts).median,
    },
  };
}

export const name = 'inference';
export const title =
  'Streamed completions of the embedded model: the server over HTTP against a lock-step loop over node-llama-cpp';
export const rounds = 7;
export const metrics = {
  'decode, 1 client': { unit: 'tokens/s', better: 'higher' },
  'decode, 8 clients': { unit: 'tokens/s', better: 'higher' },
  'first token': { unit: 'ms', better: 'lower' },
};
const server = { peer: 'server', against: 'loop' };
export const targets = [
  { ...server, metric: 'decode, 1 client', by: 'ratio', atLeast: 0.9 },
  { ...server, metric: 'decode, 8 clients', by: 'ratio', atLeast: 0.9 },
  { ...server, metric: 'first token', by: 'difference', atMost: 5 },
];

export async function setup() {
  const loop = await LoopProcess.start({
    model: MODEL,
    threads: THREADS,
    slots: SEQUENCES,
    slotTokens: CONTEXT_TOKENS,
  });
  const running = await ServerProcess.start(['--threads', String(THREADS), '--parallel', String(SEQUENCES)]);

  const neverEnd = Object.fromEntries(loop.endTokens.map((token) => [token, -100]));
  const askServer = (prompts, tokens, seed) =>
    Promise.all(
      prompts.map((text, index) =>
        streamCompletion(running.url, {
          model: 'otron-tiny-llama',
          prompt: text,
          max_tokens: tokens,
          seed: seed * 100 + index,
          logit_bias: neverEnd,
          ...SAMPLING,
        }),
      ),
    );
  const askLoop = (prompts, tokens, seed) => loop.complete(prompts, tokens, seed);
  // neither is measured cold
  await measure(askServer);
  await measure(askLoop);
  return {
    peers: { server: () => measure(askServer), loop: () => measure(askLoop) },
    async dispose() {
      await loop.stop();
      await running.stop();
    },
  };
}
