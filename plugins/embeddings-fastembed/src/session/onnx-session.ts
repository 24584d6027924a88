import { Worker } from 'node:worker_threads';
import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import type { TokenBatch } from './token-batch.js';
import { OPENED, type SessionOptions, type SessionRequest, type SessionResponse } from './worker-message.js';

/** The worker's built file. Sources are run as they are by tests alone, beside a build. */
const ENTRY = import.meta.url.endsWith('.ts') ? '../../dist/session/onnx-worker.js' : './onnx-worker.js';

interface Waiting {
  resolve(result: Float32Array): void;
  reject(error: PluginError): void;
  /** The error's code when the worker could not do it. */
  code: ErrorCode;
}

/** An ONNX model in a worker thread of its own. Batches run one after the other, in the order of the calls. */
export class OnnxSession {
  private readonly worker: Worker;
  private readonly exited: Promise<void>;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = OPENED + 1;
  /** Why nothing runs any more. */
  private ended?: PluginError;

  private constructor(private readonly options: SessionOptions) {
    this.worker = new Worker(new URL(ENTRY, import.meta.url), { workerData: options });
    this.worker.on('message', (response: SessionResponse) => this.receive(response));
    this.worker.on('error', (error) => this.crash(error.message));
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.crash(`its thread ended with code ${code}`);
        resolve();
      });
    });
  }

  /**
   * Opens the model in a new worker. Throws `MODEL_INVALID` with onnxruntime's reason. An abort throws at once; the worker
   * ends by itself when onnxruntime has opened the model, since a thread that is ended within it takes the process along.
   */
  static async open(options: SessionOptions, signal: AbortSignal): Promise<OnnxSession> {
    signal.throwIfAborted();
    const session = new OnnxSession(options);
    const stop = () => {
      session.send('close');
      session.crash('its opening was given up');
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      await session.answerTo(OPENED, 'MODEL_INVALID');
      return session;
    } catch (error) {
      if (!signal.aborted) await session.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Runs one batch, whose arrays are handed over. Throws `ENGINE_CRASHED` when the worker died, before or during it,
   * `OUT_OF_MEMORY`, and `DISPOSED` after `close`.
   */
  async run(batch: TokenBatch): Promise<Float32Array> {
    if (this.ended) throw this.ended;
    const id = this.nextId++;
    const arrays = [batch.ids, batch.lengths, batch.types].filter((array) => array !== undefined);
    const answer = this.answerTo(id, 'INTERNAL');
    this.send({ id, batch }, [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))]);
    return answer;
  }

  /** Lets the batches that were handed over finish, frees the model and waits for the end of the thread. */
  async close(): Promise<void> {
    if (!this.ended) {
      this.ended = new PluginError('DISPOSED', 'the model was unloaded');
      this.send('close');
    }
    await this.exited;
  }

  private send(request: SessionRequest, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(request, transfer);
  }

  private answerTo(id: number, code: ErrorCode): Promise<Float32Array> {
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, code }));
  }

  private receive(response: SessionResponse): void {
    const waiting = this.waiting.get(response.id);
    this.waiting.delete(response.id);
    if ('result' in response) waiting?.resolve(response.result);
    else {
      const code = /bad_alloc|failed to allocate/i.test(response.error)
        ? 'OUT_OF_MEMORY'
        : (waiting?.code ?? 'INTERNAL');
      waiting?.reject(new PluginError(code, `${this.options.onnxPath}: ${response.error}`));
    }
  }

  private crash(reason: string): void {
    const error = new PluginError('ENGINE_CRASHED', `the worker of ${this.options.onnxPath} died: ${reason}`);
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
