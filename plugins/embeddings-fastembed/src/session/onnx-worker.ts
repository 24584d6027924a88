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
  const rows = lengths.length;
  if (step.kind === 'score') {
    if (data.length !== rows) throw new Error(`the output ${step.output} is not one score for each text`);
    return data.slice();
  }
  const { dimensions, pooling, normalize } = step;
  const [perText, perToken] = [rows * dimensions, rows * columns * dimensions];
  if (dims.at(-1) !== dimensions || (data.length !== perText && data.length !== perToken)) {
    throw new Error(`the output ${step.output} is ${dims.join(' by ')}, not vectors of ${dimensions} numbers`);
  }
  const vectors = data.length === perText ? data.slice() : poolVectors(data, lengths, columns, dimensions, pooling);
  if (normalize) normalizeVectors(vectors, dimensions);
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
  // one token: what the header did not tell is found out now, and not by the first request
  return forward({ ids: Int32Array.of(paddingId), lengths: Int32Array.of(1) });
});

port.on('message', (request: SessionRequest) => {
  last = last.then(async () => {
    if (request !== 'close') return answer(request.id, () => forward(request.batch));
    await session?.release();
    port.close();
  });
});
