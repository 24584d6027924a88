// Computes a little with the llama.cpp that node-llama-cpp chooses, in a process of its own, and prints as JSON: which build
// it is, its CPU library, what the model writes (`atOnce`: where steps can be computed and sampled at once, the same by that
// way), and how long a step takes by the number of threads.
import { availableParallelism } from 'node:os';
import { getLlama } from 'node-llama-cpp';

const STEPS = 64;
/** Without chance, and with every filter. */
const CHOICES = [{ temperature: 0 }, { temperature: 1.5, topK: 40, topP: 0.95, minP: 0.05, seed: 7 }];
const [modelPath] = process.argv.slice(2);
const cores = availableParallelism();
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: cores, logLevel: 'error', progressLogs: false });
const cpuLibrary = process.report.getReport().sharedObjects.find((file) => /libggml-cpu[^/]*\.so/.test(file));
const model = await llama.loadModel({ modelPath });
const stepMs = {};
let text = '';
let atOnce;
for (const threads of new Set([1, cores]))
  for (const choice of CHOICES) {
    const context = await model.createContext({ sequences: 1, contextSize: 256, threads });
    const steps = context
      .getSequence()
      .evaluate(model.tokenize('Once upon a time'), { ...choice, yieldEogToken: true });
    const tokens = [(await steps.next()).value];
    const started = performance.now();
    while (tokens.length < STEPS) tokens.push((await steps.next()).value);
    stepMs[threads] ??= (performance.now() - started) / (STEPS - 1);
    text += model.detokenize(tokens, true);
    await context.dispose();
    const way = await writtenAtOnce(threads, choice);
    if (way !== undefined) atOnce = (atOnce ?? '') + way;
  }
console.log(JSON.stringify({ build: llama.buildType, cpuLibrary, text, atOnce, stepMs }));
process.exit(0);

/** The same text by the addon's own call; undefined where it has none. */
async function writtenAtOnce(threads, choice) {
  const context = await model.createContext({ sequences: 1, contextSize: 256, threads });
  const { _ctx: addon } = context;
  if (!addon.decodeAndSample) return undefined;
  const sampler = new llama._bindings.AddonSampler(model._model);
  sampler.applyConfig(choice);
  const tokens = [];
  let next = model.tokenize('Once upon a time');
  for (let position = 0; tokens.length < STEPS; ) {
    const rows = next.flatMap((token, i) => [token, position + i, 0]);
    position += next.length;
    next = [...(await addon.decodeAndSample(Int32Array.from(rows), Int32Array.of(next.length - 1), [sampler]))];
    tokens.push(...next);
  }
  await context.dispose();
  return model.detokenize(tokens, true);
}
