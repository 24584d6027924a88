// Computes a little with the llama.cpp that node-llama-cpp chooses, in a process of its own, and prints as JSON: which build
// it is, its CPU library, what the model writes without chance, and how long a step takes by the number of threads.
import { availableParallelism } from 'node:os';
import { getLlama } from 'node-llama-cpp';

const STEPS = 64;
const [modelPath] = process.argv.slice(2);
const cores = availableParallelism();
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: cores, logLevel: 'error', progressLogs: false });
const cpuLibrary = process.report.getReport().sharedObjects.find((file) => /libggml-cpu[^/]*\.so/.test(file));
const model = await llama.loadModel({ modelPath });
const stepMs = {};
let text = '';
for (const threads of new Set([1, cores])) {
  const context = await model.createContext({ sequences: 1, contextSize: 256, threads });
  const steps = context
    .getSequence()
    .evaluate(model.tokenize('Once upon a time'), { temperature: 0, yieldEogToken: true });
  const tokens = [(await steps.next()).value];
  const started = performance.now();
  while (tokens.length < STEPS) tokens.push((await steps.next()).value);
  stepMs[threads] = (performance.now() - started) / (STEPS - 1);
  text += model.detokenize(tokens, true);
  await context.dispose();
}
console.log(JSON.stringify({ build: llama.buildType, cpuLibrary, text, stepMs }));
process.exit(0);
