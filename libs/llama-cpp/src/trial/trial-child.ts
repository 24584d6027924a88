// The program of a throwaway process: tries what nobody vouches for, and may die of it.
import { writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { LlamaModel } from 'node-llama-cpp';
import { engine } from '../engine.js';
import { loadedBytes, TRIAL_LIMITS, type TrialMessage, type TrialTask } from './trial-task.js';
import { tryGrammar } from './try-grammar.js';
import { tryTemplate } from './try-template.js';

/**
 * Native code cannot be interrupted, and holds up the thread that it runs on: another one watches the memory, and that the
 * server is still there.
 */
const WATCHDOG = `
const { workerData: { mebibytes, parent } } = require('node:worker_threads');
setInterval(() => {
  if (process.memoryUsage.rss() > mebibytes[0] * 2 ** 20 || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 50);`;
const mebibytes = new Int32Array(new SharedArrayBuffer(4)).fill(TRIAL_LIMITS.memoryMiB);
new Worker(WATCHDOG, { eval: true, execArgv: [], workerData: { mebibytes, parent: process.ppid } }).unref();

// where memory is short, the kernel is to end this process before any other; there is no such file elsewhere than on Linux
writeFile('/proc/self/oom_score_adj', '1000').catch(() => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());

let opened: { path: string; model: LlamaModel } | undefined;
const started = engine();
started.catch(() => undefined).then(() => tell({ type: 'ready' }));

process.on('message', (task: TrialTask) => {
  attempt(task).then(
    () => tell({ type: 'passed' }),
    (error: unknown) => {
      const { code, message } = PluginError.from(error);
      tell({ type: 'failed', code, message });
    },
  );
});

async function attempt(task: TrialTask): Promise<void> {
  if (task.kind === 'grammar') return tryGrammar(await vocabularyOf(task.path), task.gbnf);
  if (task.template !== undefined) tryTemplate(task.template);
  const bytes = loadedBytes(task.weightBytes);
  if (bytes === 0) await vocabularyOf(task.path);
  else await tryWeights(task.path, bytes);
}

/** Loads the whole model and makes its graph, which is where llama.cpp stops the process for numbers that do not fit. */
async function tryWeights(path: string, bytes: number): Promise<void> {
  mebibytes.fill(TRIAL_LIMITS.memoryMiB + Math.ceil((3 * bytes) / 2 ** 20));
  const model = await load(path, false);
  const context = await model.createContext({ contextSize: 256, batchSize: 32, sequences: 1, threads: 1 });
  const sequence = context.getSequence();
  // an encoder has no next token, and says so
  await sequence.evaluateWithoutGeneratingNewTokens(model.tokenize('a')).catch(() => undefined);
  await model.dispose();
  mebibytes.fill(TRIAL_LIMITS.memoryMiB);
}

/** A model without its weights. */
async function vocabularyOf(path: string): Promise<LlamaModel> {
  if (opened?.path === path) return opened.model;
  await opened?.model.dispose();
  opened = undefined;
  const model = await load(path, true);
  opened = { path, model };
  return model;
}

async function load(modelPath: string, vocabOnly: boolean): Promise<LlamaModel> {
  const llama = await started;
  try {
    return await llama.loadModel({ modelPath, vocabOnly, gpuLayers: 0, useMmap: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PluginError('MODEL_INVALID', `llama.cpp cannot load this model: ${reason}`);
  }
}

function tell(message: TrialMessage): void {
  process.send?.(message, undefined, undefined, () => undefined);
}
