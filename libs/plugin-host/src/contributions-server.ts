import type { Contributions } from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { Channel } from './channel.js';
import {
  EMBEDDING_BACKEND,
  HARDWARE_PROVIDER,
  HEALTH_REPORTER,
  type HealthReporter,
  MODEL_RUNNER,
  RERANK_BACKEND,
} from './contract-members.js';
import type { Request, Response, ServedContributions } from './protocol.js';
import { ServedObjects } from './served-objects.js';
import { ServedStreams } from './served-streams.js';
import { transferables } from './transferables.js';
import { encodeError } from './wire-error.js';

/** The serving end of a channel: requests in, answers out. */
export class ContributionsServer {
  readonly #objects = new ServedObjects();
  readonly #streams = new ServedStreams(this.#objects, {
    send: (message) => this.#send(message),
    fail: (id, error) => this.#fail(id, error),
  });
  #ended?: Promise<void>;

  constructor(
    private readonly channel: Channel,
    private readonly contributions: Promise<Contributions>,
  ) {
    const gone = () => void this.end().catch(() => undefined);
    contributions.catch(() => undefined);
    channel.messages.subscribe({
      next: (message) => void this.#receive(message as Request),
      error: gone,
      complete: gone,
    });
  }

  /** Ends all that runs and disposes all there is, the contributions last. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    this.#streams.endAll();
    await this.#objects.disposeAll();
    const contributions = await this.contributions.catch(() => undefined);
    await contributions?.dispose?.();
  }

  #receive(message: Request): unknown {
    switch (message.type) {
      case 'connect':
        return this.#reply(message.id, async () => this.#offer(await this.contributions));
      case 'disconnect':
        return this.#reply(message.id, () => this.end());
      case 'call':
        return this.#reply(message.id, () => this.#objects.call(message.handle, message.member, message.args));
      case 'subscribe':
        return this.#streams.start(message);
      case 'grant':
        return this.#streams.grant(message.id, message.credits);
      case 'unsubscribe':
        return this.#streams.end(message.id);
      case 'discard':
        return this.#objects.dispose(message.handle).catch(() => undefined);
    }
  }

  #offer(contributions: Contributions): ServedContributions {
    const { health, hardware = [], runners = [], embedders = [], rerankers = [] } = contributions;
    return {
      ...(health && { health: this.#objects.add<HealthReporter>(contributions as HealthReporter, HEALTH_REPORTER) }),
      hardware: hardware.map((provider) => this.#objects.add(provider, HARDWARE_PROVIDER)),
      runners: runners.map((runner) => this.#objects.add(runner, MODEL_RUNNER)),
      embedders: embedders.map((backend) => this.#objects.add(backend, EMBEDDING_BACKEND)),
      rerankers: rerankers.map((backend) => this.#objects.add(backend, RERANK_BACKEND)),
      binary: new Uint8Array(1),
    };
  }

  async #reply(id: number, answer: () => unknown): Promise<void> {
    try {
      const value = await answer();
      this.#send({ type: 'reply', id, value }, transferables(value));
    } catch (error) {
      this.#fail(id, error);
    }
  }

  #send(message: Response, transfer?: ArrayBuffer[]): void {
    try {
      this.channel.send(message, transfer);
    } catch (error) {
      throw new PluginError('INTERNAL', `A plugin's answer is not plain data: ${(error as Error).message}`);
    }
  }

  /** Never throws: the other side must not be left waiting. */
  #fail(id: number, error: unknown): void {
    const wire = encodeError(error);
    try {
      this.#send({ type: 'failure', id, error: wire });
    } catch {
      this.#send({ type: 'failure', id, error: { ...wire, details: {} } });
    }
  }
}
