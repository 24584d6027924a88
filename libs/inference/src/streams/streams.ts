import { randomUUID } from 'node:crypto';
import { Inject, Injectable, NotFoundException, type OnModuleDestroy } from '@nestjs/common';
import { type GenerationEvent, type GenerationReader, PluginError } from '@predict-otron/plugin-sdk';
import type { Observable } from 'rxjs';
import { INFERENCE_OPTIONS, type InferenceOptions } from '../inference-options.js';
import { ResumableStream, type StreamForm } from './resumable-stream.js';
import type { StreamAnswer } from './stream-piece.js';
import { StreamRun } from './stream-run.js';

/** A stream that can be resumed, with what fills it. */
export interface OpenStream {
  stream: ResumableStream;
  run: StreamRun;
}

/** Starts the generation for one reader. */
type Generate = (reader: GenerationReader) => Observable<GenerationEvent>;

/** All streams that outlive their connections. */
@Injectable()
export class Streams implements OnModuleDestroy {
  private readonly open = new Map<string, OpenStream>();

  constructor(@Inject(INFERENCE_OPTIONS) private readonly options: InferenceOptions) {}

  /** A new stream without a reader; `start` begins its generation. Throws `OVERLOADED` when there are too many. */
  create(form: StreamForm, answer: (id: string) => StreamAnswer): OpenStream & { start(generate: Generate): void } {
    if (this.open.size >= this.options.streamEntries) this.forgetOldestEnded();
    if (this.open.size >= this.options.streamEntries) {
      const message = `There are ${this.options.streamEntries} resumable streams already. Try again later, or without \`resumable\`.`;
      throw new PluginError('OVERLOADED', message, { param: 'resumable' });
    }
    const id = `strm_${randomUUID().replaceAll('-', '')}`;
    const stream = new ResumableStream(id, form, this.options, () => this.delete(id));
    const run = new StreamRun(answer(id), stream);
    this.open.set(id, { stream, run });
    return { stream, run, start: (generate) => run.start(generate(stream)) };
  }

  /** Throws a 404 for a stream that there is not, or not any more. */
  find(id: string): OpenStream {
    const found = this.open.get(id);
    if (found) return found;
    throw new NotFoundException(`There is no stream ${id.slice(0, 100)}: it may have expired.`);
  }

  /** Cancels and forgets it; its reader, if any, is told. */
  delete(id: string): void {
    const found = this.open.get(id);
    if (!found) return;
    this.open.delete(id);
    found.run.cancel();
    found.stream.dispose();
  }

  /** What has ended is kept only in case that somebody missed the end. */
  private forgetOldestEnded(): void {
    const ended = [...this.open.values()].find(({ stream }) => stream.isOver);
    if (ended) this.delete(ended.stream.id);
  }

  onModuleDestroy(): void {
    for (const { run, stream } of this.open.values()) {
      run.fail(new PluginError('DISPOSED', 'The server is shutting down.'));
      stream.dispose();
    }
    this.open.clear();
  }
}
