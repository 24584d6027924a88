import { availableParallelism } from 'node:os';

/**
 * Threads of libuv's pool. llama.cpp decodes and samples in it, a long job for each model that works and a short one for
 * each of its answers, beside files and name look-ups; Node's own 4 would make them wait for each other. Many more than
 * cores are slower, since jobs go round all threads and find cold caches: 32 cost two cores 4 % of the tokens of 8 answers.
 */
const POOL = Math.min(Math.max(availableParallelism() + 4, 8), 32);

/** How a program of ours is started: what Node and the libraries under it read before any code of ours runs. */
export interface Launch {
  /** For Node, before the program's path. */
  nodeFlags: string[];
  env: NodeJS.ProcessEnv;
}

/**
 * Large pages for Node's code, and for what glibc gives llama.cpp: its weights, its KV cache. Each step goes through all of
 * them, page by page. Both do nothing where the system has no such pages.
 *
 * @param env of the program; what it sets already stays
 */
export function launch(env: NodeJS.ProcessEnv = process.env): Launch {
  return {
    nodeFlags: ['--use-largepages=silent'],
    env: { UV_THREADPOOL_SIZE: String(POOL), GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1', ...env },
  };
}
