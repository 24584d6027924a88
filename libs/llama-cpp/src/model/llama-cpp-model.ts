import type {
  GenerationEvent,
  GenerationReader,
  GenerationRequest,
  LoadedModel,
  MemoryNeed,
  Message,
  ModelInfo,
  RenderedPrompt,
  Tool,
} from '@predict-otron/plugin-sdk';
import { PluginError } from '@predict-otron/plugin-sdk';
import { from, map, type Observable, of } from 'rxjs';
import { generation, type PreparedGeneration } from '../generation/generation.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import { begin, type Preparation } from './prepare.js';

/** What a loaded model is made of. */
export interface ModelParts extends Preparation {
  info: ModelInfo;
  scheduler: Scheduler;
  memory: MemoryNeed[];
  /** Frees the context and the weights. */
  free(): Promise<void>;
}

/** A model in one llama.cpp context. */
export class LlamaCppModel implements LoadedModel {
  readonly info: ModelInfo;
  readonly contextTokens: number;
  readonly parallel: number;
  private disposing: Promise<void> | undefined;

  constructor(private readonly parts: ModelParts) {
    this.info = parts.info;
    this.contextTokens = parts.context.contextTokens;
    this.parallel = parts.context.sequences;
  }

  async memory(): Promise<MemoryNeed[]> {
    return this.parts.memory;
  }

  async tokenize(text: string): Promise<number[]> {
    return this.alive().prompts.tokenize(text);
  }

  async detokenize(tokens: number[]): Promise<string> {
    const { prompts, vocabulary } = this.alive();
    return vocabulary.text(prompts.checked(tokens));
  }

  async render(messages: Message[], tools?: Tool[]): Promise<RenderedPrompt> {
    return this.alive().prompts.render(messages, tools);
  }

  generate(request: GenerationRequest, reader?: GenerationReader): Observable<GenerationEvent> {
    return generation(this.parts.scheduler, () => this.prepare(request), reader);
  }

  private prepare(request: GenerationRequest): Observable<PreparedGeneration> {
    const { plan, finish } = begin(request, this.alive());
    if (!plan) return of(finish());
    return from(this.parts.grammars.for(plan)).pipe(
      map((held) => {
        // the model may have been unloaded meanwhile
        this.alive();
        return finish(held);
      }),
    );
  }

  dispose(): Promise<void> {
    this.disposing ??= this.parts.scheduler.dispose().then(() => this.parts.free());
    return this.disposing;
  }

  private alive(): ModelParts {
    if (this.disposing) throw new PluginError('DISPOSED', 'The model was unloaded. Send the request again.');
    return this.parts;
  }
}
