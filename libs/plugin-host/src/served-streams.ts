import type { Loaded } from '@predict-otron/plugin-sdk';
import { defer, from, type ObservableInput, Subscription } from 'rxjs';
import { CreditGate } from './credits.js';
import type { Request, Response } from './protocol.js';
import type { ServedObjects } from './served-objects.js';

/** Where the events of streams go. */
export interface StreamOutput {
  /** Throws where the message is not plain data. */
  send(message: Response): void;
  fail(id: number, error: unknown): void;
}

/** The Observables that the other side is subscribed to, each under the id of its request. */
export class ServedStreams {
  readonly #streams = new Map<number, { subscription: Subscription; gate?: CreditGate }>();

  constructor(
    private readonly objects: ServedObjects,
    private readonly output: StreamOutput,
  ) {}

  start({ id, handle, member, args, credits }: Request & { type: 'subscribe' }): void {
    const gate = credits === undefined ? undefined : new CreditGate(credits);
    const kind = this.objects.kind(handle, member);
    const subscription = new Subscription(() => this.#streams.delete(id));
    this.#streams.set(id, { subscription, gate });
    const fail = (error: unknown) => {
      subscription.unsubscribe();
      this.output.fail(id, error);
    };
    // from: the plugin may use another copy of rxjs; defer: what the call throws is an error of the stream
    const source = defer(() =>
      from(this.objects.call(handle, member, gate ? [...args, gate] : args) as ObservableInput<unknown>),
    );
    subscription.add(
      source.subscribe({
        next: (value) => {
          gate?.spend();
          try {
            if (typeof kind === 'object' && isLoaded(value))
              this.output.send({ type: 'loaded', id, model: this.objects.addLoaded(value.model, kind.loads) });
            else this.output.send({ type: 'next', id, value });
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
        complete: () => {
          subscription.unsubscribe();
          this.output.send({ type: 'complete', id });
        },
      }),
    );
  }

  grant(id: number, credits: number): void {
    this.#streams.get(id)?.gate?.grant(credits);
  }

  end(id: number): void {
    this.#streams.get(id)?.subscription.unsubscribe();
  }

  endAll(): void {
    for (const { subscription } of this.#streams.values()) subscription.unsubscribe();
  }
}

function isLoaded(value: unknown): value is Loaded<object> {
  return (value as Loaded<object>).type === 'loaded';
}
