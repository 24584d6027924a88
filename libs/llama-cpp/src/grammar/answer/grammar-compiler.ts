import { Worker } from 'node:worker_threads';
import { type ErrorCode, PluginError } from '@predict-otron/plugin-sdk';
import type { AnswerGrammar } from './answer-grammar.js';
import type { AnswerPlan } from './answer-plan.js';

/** The worker's built file. Sources are run as they are by tests alone, beside a build. */
const ENTRY = import.meta.url.endsWith('.ts')
  ? '../../../dist/grammar/answer/grammar-worker.js'
  : './grammar-worker.js';
/** Milliseconds for one grammar. Its limits allow a fraction of that; on a busy machine it may take longer. */
const PATIENCE = 10_000;
const TOO_LONG = 'It takes too long to find out what answers this form allows: make it simpler.';

/** What the worker says of one plan. */
export type GrammarResult =
  | { grammar: AnswerGrammar }
  | { refusal: { code: ErrorCode; message: string; details: PluginError['details'] } };

/** Takes the worker's answer, or its end. */
type Settle = (result: GrammarResult | PluginError) => void;

/**
 * Compiles grammars in a worker thread, one after the other, so that a large schema holds up nobody but its own request.
 * The worker starts with the first grammar and keeps no process alive.
 */
export class GrammarCompiler {
  private worker: Worker | undefined;
  private settle: Settle | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /** Rejects with a `PluginError` that names the field, and the `path` (a JSON pointer) in a schema, of what cannot be held. */
  compile(plan: AnswerPlan): Promise<AnswerGrammar> {
    const result = this.last.then(() => this.run(plan));
    this.last = result.catch(() => undefined);
    return result;
  }

  private async run(plan: AnswerPlan): Promise<AnswerGrammar> {
    this.worker ??= this.start();
    const { worker } = this;
    worker.ref();
    worker.postMessage(plan);
    const timer = setTimeout(() => this.end('UNSUPPORTED', TOO_LONG), PATIENCE);
    const result = await new Promise<GrammarResult | PluginError>((resolve) => {
      this.settle = resolve;
    });
    clearTimeout(timer);
    worker.unref();
    if (result instanceof Error) throw result;
    if ('grammar' in result) return result.grammar;
    const { code, message, details } = result.refusal;
    throw new PluginError(code, message, details);
  }

  private start(): Worker {
    const worker = new Worker(new URL(ENTRY, import.meta.url), { execArgv: [] });
    const died = (why: string) => {
      if (this.worker === worker) this.end('INTERNAL', `The grammar worker ${why}.`);
    };
    worker.on('message', (result: GrammarResult) => this.settle?.(result));
    worker.on('error', ({ message }) => died(`died: ${message}`));
    worker.on('exit', () => died('has ended'));
    return worker;
  }

  /** Ends the worker and the work that it was at; the next grammar gets a new one. */
  private end(code: ErrorCode, message: string): void {
    void this.worker?.terminate();
    this.worker = undefined;
    this.settle?.(new PluginError(code, message));
  }
}

/** The compiler of this process, which all its models share. */
export const grammarCompiler = new GrammarCompiler();
