/** A worker thread with one ONNX model: onnxruntime's `run` holds up the thread that calls it. */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { columnsOf, inputMatrix } from './input-matrix.js';
import { normalizeVectors, poolVectors } from './pool-vectors.js';
import type { TokenBatch } from './token-batch.js';
import { OPENED, type SessionOptions, type SessionRequest, type SessionResponse } from './worker-message.js';

const port = parentPort;
if (!port) throw new Error('this is the entry of a worker thread');
const { onnxPath, threads, paddingId, step } = workerData as SessionOptions;

/** Sends the work's result, or why there is none. */
async function answer(id: number, work: () => Promise<Float32Array>): Promise<void> {
  let response: SessionResponse;
  try {
    response = { id, result: await work() };
  } catch (error) {
    response = { id, error: error instanceof Error ? error.message : String(error) };
  }
  port?.postMessage(response, 'result' in response ? [response.result.buffer as ArrayBuffer] : []);
}

async function forward(batch: TokenBatch): Promise<Float32Array> {
  const { lengths } = batch;
  const columns = columnsOf(batch);
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) {
    feeds[name] = new Tensor('int64', inputMatrix(name, batch, paddingId), [lengths.length, columns]);
  }
  const output = (await session.run(feeds, [step.output]))[step.output];
  if (!output || !(output.data instanceof Float32Array)) throw new Error(`the output ${step.output} is not float32`);
  const { data, dims } = output;
  if (step.kind === 'score') {
    if (data.length !== lengths.length) throw new Error(`the output ${step.output} is not one score for each text`);
    return data.slice();
  }
  if (dims.at(-1) !== step.dimensions)
    throw new Error(`vectors have ${dims.at(-1)} and not ${step.dimensions} numbers`);
  const vectors = dims.length === 3 ? poolVectors(data, lengths, columns, step.dimensions, step.pooling) : data.slice();
  if (step.normalize) normalizeVectors(vectors, step.dimensions);
  return vectors;
}

let session: InferenceSession;
let last = answer(OPENED, async () => {
  session = await InferenceSession.create(onnxPath, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // what onnxruntime would print comes back as an error
    logSeverityLevel: 4,
  });
  return new Float32Array();
});

port.on('message', (request: SessionRequest) => {
  last = last.then(async () => {
    if (request !== 'close') return answer(request.id, () => forward(request.batch));
    await session?.release();
    port.close();
  });
});
