import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type OpenAiResponse, type ResponseEvents, type ResponseItem, toFailure } from '@predict-otron/dialects';
import type { GenerationEvent } from '@predict-otron/plugin-sdk';
import type { Observable, Subscription } from 'rxjs';
import { RESPONSE_STORE, type ResponseStore } from './response-store.js';

/** A response that is being generated while its client does something else. */
interface Running {
  events: ResponseEvents;
  keep(): Promise<void>;
  generation?: Subscription;
}

/** Responses that go on when their client has left: the store shows how far they are, and they can be cancelled. */
@Injectable()
export class BackgroundResponses implements OnModuleDestroy {
  private readonly logger = new Logger(BackgroundResponses.name);
  private readonly running = new Map<string, Running>();

  constructor(@Inject(RESPONSE_STORE) private readonly store: ResponseStore) {}

  /** Begins a response and says so at once. */
  async start(
    events: ResponseEvents,
    input: ResponseItem[],
    generation: Observable<GenerationEvent>,
  ): Promise<OpenAiResponse> {
    const { id } = events.response;
    const running: Running = { events, keep: () => this.store.save({ response: events.response, input }) };
    this.running.set(id, running);
    await running.keep();
    const begun = events.response;
    running.generation = generation.subscribe({
      next: (event) => void events.of(event),
      error: (error) => void this.fail(id, error),
      complete: () => void this.complete(id),
    });
    return begun;
  }

  /** Ends a response that is being generated, with what there is of it. Does nothing to others. */
  async cancel(id: string): Promise<void> {
    const running = this.running.get(id);
    if (!running) return;
    running.generation?.unsubscribe();
    running.events.cancel();
    await this.end(id);
  }

  /** Ends a response of which nothing is to be kept. */
  drop(id: string): void {
    this.running.get(id)?.generation?.unsubscribe();
    this.running.delete(id);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.running.keys()].map((id) => this.cancel(id)));
  }

  private async complete(id: string): Promise<void> {
    try {
      this.running.get(id)?.events.finish();
      await this.end(id);
    } catch (error) {
      await this.fail(id, error);
    }
  }

  /** The message stays out of the log: it may quote what the client sent. */
  private async fail(id: string, error: unknown): Promise<void> {
    this.logger.warn({ id, code: toFailure(error).code }, 'A response in the background failed.');
    this.running.get(id)?.events.fail(error);
    await this.end(id).catch(() => this.logger.error({ id }, 'It could not be kept either.'));
  }

  private async end(id: string): Promise<void> {
    const running = this.running.get(id);
    this.running.delete(id);
    await running?.keep();
  }
}
