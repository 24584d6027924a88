import {
  fromAbortable,
  type GenerationEvent,
  type GenerationReader,
  type GenerationRequest,
  type LoadedModel,
  type LoadOptions,
  type ModelInfo,
  PluginError,
} from '@predict-otron/plugin-sdk';
import { defer } from 'rxjs';
import { ExampleAnswer } from './example-answer.js';
import { promptTokens } from './prompt-tokens.js';
import { refuseUnsupported } from './refuse-unsupported.js';

/** A token is a byte, and the next one is drawn from those that follow it in the text. Put your model in here. */
export class ExampleModel implements LoadedModel {
  readonly contextTokens: number;
  readonly parallel: number;
  private disposed = false;

  constructor(
    readonly info: ModelInfo,
    private readonly text: string,
    { contextTokens, parallel }: LoadOptions,
  ) {
    this.contextTokens = contextTokens;
    this.parallel = parallel;
  }

  memory = async () => [{ deviceId: 'cpu', weights: this.info.weightBytes, kvCache: 0, compute: 0 }];
  detokenize = async (tokens: number[]) => Buffer.from(tokens).toString();

  tokenize = async (text: string) => {
    this.assertAlive();
    return [...Buffer.from(text)];
  };

  render = async (): Promise<never> => {
    throw new PluginError('UNSUPPORTED', 'This model has no chat template.', { param: 'messages' });
  };

  /** Cold; unsubscribing stops the loop at its next step. `fromAbortable` waits for a slow reader. */
  generate = (request: GenerationRequest, reader?: GenerationReader) =>
    defer(() => {
      this.assertAlive();
      refuseUnsupported(request);
      return fromAbortable((signal) => this.run(request, signal), reader);
    });

  dispose = async () => {
    this.disposed = true;
  };

  private async *run(request: GenerationRequest, signal: AbortSignal): AsyncGenerator<GenerationEvent> {
    const prompt = promptTokens(request.prompt, this.contextTokens);
    yield { type: 'prompt', tokens: prompt.length, cachedTokens: 0, droppedTokens: 0 };
    const room = this.contextTokens - prompt.length;
    let answers = Array.from({ length: request.n }, (_, index) => new ExampleAnswer(index, prompt, room, request));
    while (answers.length > 0 && !signal.aborted) {
      await new Promise(setImmediate); // a real engine computes here
      this.assertAlive();
      for (const answer of answers) yield* answer.step(this.text);
      answers = answers.filter(({ ended }) => !ended);
    }
  }

  private assertAlive(): void {
    if (this.disposed) throw new PluginError('DISPOSED', 'The model was disposed of.');
  }
}
