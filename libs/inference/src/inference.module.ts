import { type DynamicModule, type InjectionToken, Module, type Type } from '@nestjs/common';
import { MessagesController } from './anthropic/messages.controller.js';
import { ChatGateway } from './gateway/chat-gateway.js';
import { ChatStarter } from './gateway/chat-starter.js';
import { OPEN_WORK, type OpenWork } from './gateway/open-work.js';
import { SocketController } from './gateway/socket.controller.js';
import { DEFAULT_INFERENCE_OPTIONS, INFERENCE_OPTIONS, type InferenceOptions } from './inference-options.js';
import { ModelsModule } from './models.module.js';
import { OllamaAnswersController } from './ollama/answers.controller.js';
import { OllamaStoreController } from './ollama/store.controller.js';
import { ChatController } from './openai/chat.controller.js';
import { CompletionsController } from './openai/completions.controller.js';
import { CarriedResponsesController } from './openai/responses/carried-responses.controller.js';
import { ResponseAnswers } from './openai/responses/response-answers.js';
import { ResponsesController } from './openai/responses/responses.controller.js';
import type { SharedTexts } from './openai/responses/shared-response-store.js';
import { StoredResponsesModule } from './openai/responses/stored-responses.module.js';
import { TokensController } from './openai/tokens.controller.js';
import { StreamsController } from './streams/streams.controller.js';
import { Streams } from './streams/streams.js';

/** The inference engine over HTTP. Needs the kernel's module, which is global, beside it. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class InferenceModule {
  /**
   * @param openWork what a shutdown waits for, as something that can be injected; without it no shutdown waits for sockets
   * @param shared where several servers keep responses together, likewise; it may not be there
   */
  static register(
    options: Partial<InferenceOptions> = {},
    openWork?: Type<OpenWork>,
    shared?: InjectionToken<SharedTexts>,
  ): DynamicModule {
    return {
      module: InferenceModule,
      imports: [ModelsModule, StoredResponsesModule.register(options, shared)],
      controllers: [
        CarriedResponsesController,
        ChatController,
        CompletionsController,
        MessagesController,
        OllamaAnswersController,
        OllamaStoreController,
        ResponsesController,
        SocketController,
        StreamsController,
        TokensController,
      ],
      providers: [
        { provide: INFERENCE_OPTIONS, useValue: { ...DEFAULT_INFERENCE_OPTIONS, ...options } },
        ...(openWork ? [{ provide: OPEN_WORK, useExisting: openWork }] : []),
        ChatGateway,
        ChatStarter,
        ResponseAnswers,
        Streams,
      ],
    };
  }
}
