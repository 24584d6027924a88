import { type GenerationReader, PluginError } from '@predict-otron/plugin-sdk';
import { Observable, type Subscription } from 'rxjs';
import type { Channel } from './channel.js';
import { CreditGrants, WINDOW } from './credits.js';
import type { Remote, Request, Response } from './protocol.js';
import { decodeError } from './wire-error.js';

/** One who waits for the answers to a request. */
interface Waiting {
  value(value: unknown): void;
  fail(error: unknown): void;
  complete?(): void;
  loaded?(model: Remote): void;
}

/** How the answers of a stream are taken. */
export interface StreamOptions {
  /** Paces the stream, if it has a `ready`. */
  reader?: GenerationReader;
  /** Makes the proxy of a model that was loaded. */
  loaded?(model: Remote): unknown;
}

/** The proxy's end of a channel: requests out, answers in. When the channel ends, all that waits fails. */
export class RemoteCaller {
  readonly #waiting = new Map<number, Waiting>();
  readonly #messages: Subscription;
  #lastId = 0;
  #ended?: PluginError;

  constructor(private readonly channel: Channel) {
    const crashed = (reason: string) =>
      this.#end(
        new PluginError('ENGINE_CRASHED', `The plugin's engine is gone: ${reason}. Its models must be loaded again.`),
      );
    this.#messages = channel.messages.subscribe({
      next: (message) => this.#receive(message as Response),
      error: (error: Error) => crashed(error.message),
      complete: () => crashed('its channel closed'),
    });
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  connect(): Promise<unknown> {
    return this.#request((id) => ({ type: 'connect', id }));
  }

  /** Has the other side dispose everything, if it is still there, and closes the channel: later calls fail with `DISPOSED`. */
  async disconnect(): Promise<void> {
    try {
      await this.#request((id) => ({ type: 'disconnect', id }));
    } catch (error) {
      if (!this.ended) throw error;
    } finally {
      await this.close();
    }
  }

  call(handle: number, member: string, args: unknown[]): Promise<unknown> {
    return this.#request((id) => ({ type: 'call', id, handle, member, args }));
  }

  stream(handle: number, member: string, args: unknown[], { reader, loaded }: StreamOptions = {}): Observable<unknown> {
    return new Observable((subscriber) => {
      const fail = (error: unknown) => subscriber.error(error);
      const id = ++this.#lastId;
      const grants =
        reader?.ready &&
        new CreditGrants(
          async () => reader.ready?.(),
          (credits) => this.#waiting.has(id) && this.#send({ type: 'grant', id, credits }),
          fail,
        );
      this.#open(
        { type: 'subscribe', id, handle, member, args, credits: grants && WINDOW },
        {
          value: (value) => {
            subscriber.next(value);
            grants?.received();
          },
          loaded: loaded && ((model) => subscriber.next({ type: 'loaded', model: loaded(model) })),
          fail,
          complete: () => subscriber.complete(),
        },
      );
      return () => {
        if (this.#waiting.delete(id)) this.#send({ type: 'unsubscribe', id });
      };
    });
  }

  async close(): Promise<void> {
    this.#end(new PluginError('DISPOSED', 'The plugin was disposed.'));
    await this.channel.close();
  }

  #request(message: (id: number) => Request & { id: number }): Promise<unknown> {
    return new Promise((resolve, reject) => this.#open(message(++this.#lastId), { value: resolve, fail: reject }));
  }

  #open(message: Request & { id: number }, waiting: Waiting): void {
    if (this.#ended) {
      waiting.fail(this.#ended);
      return;
    }
    try {
      this.#waiting.set(message.id, waiting);
      this.#send(message);
    } catch (error) {
      this.#waiting.delete(message.id);
      waiting.fail(new PluginError('INTERNAL', `An argument is not plain data: ${(error as Error).message}`));
    }
  }

  #send(message: Request): void {
    this.channel.send(message);
  }

  #receive(message: Response): void {
    const waiting = this.#waiting.get(message.id);
    const last = message.type !== 'next' && message.type !== 'loaded';
    if (last) this.#waiting.delete(message.id);
    switch (message.type) {
      case 'next':
      case 'reply':
        waiting?.value(message.value);
        break;
      case 'loaded':
        if (waiting?.loaded) waiting.loaded(message.model);
        else this.#send({ type: 'discard', handle: message.model.handle });
        break;
      case 'complete':
        waiting?.complete?.();
        break;
      case 'failure':
        waiting?.fail(decodeError(message.error));
        break;
    }
  }

  #end(reason: PluginError): void {
    if (this.#ended) return;
    this.#ended = reason;
    this.#messages?.unsubscribe();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of waiting) fail(reason);
  }
}
