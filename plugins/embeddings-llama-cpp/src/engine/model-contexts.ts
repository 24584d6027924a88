import { PluginError } from '@predict-otron/plugin-sdk';

/** Weights in memory. Disposing them disposes the contexts on them. */
interface Disposable {
  dispose(): Promise<void>;
}

/** Weights with contexts on them. Each context computes one text at a time; who finds none free waits in line. */
export class ModelContexts<Weights extends Disposable, Context> {
  private readonly free: Context[];
  private readonly waiting: ((context: Context) => void)[] = [];
  private disposing?: Promise<void>;

  constructor(
    private readonly loaded: Weights,
    readonly contexts: readonly Context[],
  ) {
    this.free = [...contexts];
  }

  /** Throws `DISPOSED` once the model is unloaded. */
  get weights(): Weights {
    if (this.disposing) throw disposed();
    return this.loaded;
  }

  async use<Result>(compute: (context: Context) => Promise<Result>): Promise<Result> {
    const context = this.free.pop() ?? (await new Promise<Context>((resolve) => this.waiting.push(resolve)));
    try {
      if (this.disposing) throw disposed();
      return await compute(context);
    } catch (error) {
      throw this.disposing ? disposed(error) : error;
    } finally {
      const next = this.waiting.shift();
      if (next) next(context);
      else this.free.push(context);
    }
  }

  dispose(): Promise<void> {
    this.disposing ??= this.loaded.dispose();
    return this.disposing;
  }
}

function disposed(cause?: unknown): PluginError {
  return new PluginError('DISPOSED', 'The model was unloaded. Send the request again.', {}, { cause });
}
