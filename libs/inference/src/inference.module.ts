import { type DynamicModule, Module } from '@nestjs/common';
import { PluginsController } from './admin/plugins.controller.js';
import { MessagesController } from './anthropic/messages.controller.js';
import { DEFAULT_INFERENCE_OPTIONS, INFERENCE_OPTIONS, type InferenceOptions } from './inference-options.js';
import { ChatController } from './openai/chat.controller.js';
import { CompletionsController } from './openai/completions.controller.js';
import { ModelsController } from './openai/models.controller.js';
import { ParametersController } from './openai/parameters.controller.js';
import { TokensController } from './openai/tokens.controller.js';

/** The inference engine over HTTP. Needs the kernel's module, which is global, beside it. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class InferenceModule {
  static register(options: Partial<InferenceOptions> = {}): DynamicModule {
    return {
      module: InferenceModule,
      controllers: [
        ChatController,
        CompletionsController,
        MessagesController,
        ModelsController,
        ParametersController,
        PluginsController,
        TokensController,
      ],
      providers: [{ provide: INFERENCE_OPTIONS, useValue: { ...DEFAULT_INFERENCE_OPTIONS, ...options } }],
    };
  }
}
