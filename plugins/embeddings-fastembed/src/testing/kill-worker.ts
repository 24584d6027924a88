import type { Worker } from 'node:worker_threads';

/**
 * A worker of a model dies of a message that it does not understand, when it has done what it was asked for before. To terminate it
 * while it computes would abort the process: onnxruntime's addon does not expect that.
 */
export function killBetweenBatches(worker: Pick<Worker, 'postMessage'>): void {
  worker.postMessage(null);
}
