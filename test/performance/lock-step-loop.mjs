// The peer of the server: node-llama-cpp's public API in lock-step, in a process of its own, without HTTP, text or events.
// Arguments: model, threads, sequences, context tokens. For each message { prompts, tokens, sampling } it generates for
// all prompts at once and answers one { firstMs, lastMs, tokens } for each.
import { getLlama } from 'node-llama-cpp';

const [modelPath, threads, sequences, contextSize] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: threads, logLevel: 'error' });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({ sequences, contextSize, batchSize: 512, threads });
const slots = Array.from({ length: sequences }, () => context.getSequence());

/** The loop goes on after one of these; the server is told to choose none, so that both write the asked length. */
const endTokens = Array.from(model.iterateAllTokens()).filter((token) => model.isEogToken(token));

async function generate({ prompts, tokens, sampling }) {
  const started = performance.now();
  const answers = prompts.map((prompt, slot) => ({
    steps: slots[slot].evaluate([model.tokens.bos, ...model.tokenize(prompt)], { ...sampling, yieldEogToken: true }),
    firstMs: undefined,
    lastMs: undefined,
  }));
  for (let step = 0; step < tokens; step += 1) {
    const written = await Promise.all(answers.map(({ steps }) => steps.next()));
    if (written.some(({ done }) => done)) throw new Error('the loop ended early');
    const now = performance.now() - started;
    for (const answer of answers) {
      answer.firstMs ??= now;
      answer.lastMs = now;
    }
  }
  for (const { steps } of answers) await steps.return();
  for (const slot of slots) await slot.clearHistory();
  return answers.map(({ firstMs, lastMs }) => ({ firstMs, lastMs, tokens }));
}

process.on('message', async (message) => {
  process.send(await generate(message));
});
process.send({ endTokens });
