import { availableParallelism } from 'node:os';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Llama } from 'node-llama-cpp';

let instance: Promise<Llama> | undefined;

/**
 * The process's one llama.cpp: grammars and models of two instances cannot meet, and threads are counted in one place.
 * Never builds from source: a missing binary is an error that says so, not a compiler run inside a server.
 */
export function engine(): Promise<Llama> {
  instance ??= start().catch((error: unknown) => {
    instance = undefined;
    throw error;
  });
  return instance;
}

async function start(): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
  try {
    return await getLlama({
      gpu: false,
      build: 'never',
      maxThreads: availableParallelism(),
      logLevel: LlamaLogLevel.error,
      progressLogs: false,
    });
  } catch (error) {
    throw new PluginError(
      'DEVICE_UNAVAILABLE',
      'The llama.cpp binary for this platform is not installed. Run `npm install` again, or build it with `npx node-llama-cpp source build`.',
      {},
      { cause: error },
    );
  }
}
