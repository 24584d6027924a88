import { type DynamicModule, Module } from '@nestjs/common';
import { MessagesController } from './anthropic/messages.controller.js';
import { DEFAULT_INFERENCE_OPTIONS, INFERENCE_OPTIONS, type InferenceOptions } from './inference-options.js';
import { ModelsModule } from './models.module.js';
import { OllamaAnswersController } from './ollama/answers.controller.js';
import { OllamaStoreController } from './ollama/store.controller.js';
import { ChatController } from './openai/chat.controller.js';
import { CompletionsController } from './openai/completions.controller.js';
import { CarriedResponsesController } from './openai/responses/carried-responses.controller.js';
import { ResponseAnswers } from './openai/responses/response-answers.js';
import { ResponsesController } from './openai/responses/responses.controller.js';
import { StoredResponsesModule } from './openai/responses/stored-responses.module.js';
import { TokensController } from './openai/tokens.controller.js';

/** The inference engine over HTTP. Needs the kernel's module, which is global, beside it. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class InferenceModule {
  static register(options: Partial<InferenceOptions> = {}): DynamicModule {
    return {
      module: InferenceModule,
      imports: [ModelsModule, StoredResponsesModule.register(options)],
      controllers: [
        CarriedResponsesController,
        ChatController,
        CompletionsController,
        MessagesController,
        OllamaAnswersController,
        OllamaStoreController,
        ResponsesController,
        TokensController,
      ],
      providers: [
        { provide: INFERENCE_OPTIONS, useValue: { ...DEFAULT_INFERENCE_OPTIONS, ...options } },
        ResponseAnswers,
      ],
    };
  }
}
