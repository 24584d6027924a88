import { type DynamicModule, Module } from '@nestjs/common';
import { EmbeddingsService } from './embedding/embeddings-service.js';
import { EmbeddingsController } from './http/embeddings.controller.js';
import { RerankController } from './http/rerank.controller.js';
import { OllamaEmbedController } from './ollama/ollama-embed.controller.js';
import { OpenInferenceController } from './open-inference/open-inference.controller.js';
import { OpenInferenceServerController } from './open-inference/open-inference-server.controller.js';
import { EMBEDDINGS_DEFAULTS, EMBEDDINGS_OPTIONS, type EmbeddingsOptions } from './options.js';
import { RerankService } from './rerank/rerank-service.js';

/** `POST /v1/embeddings` and `POST /v1/rerank` over the kernel's models; the kernel's module must be there as well. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest's way to register a module with options
export class EmbeddingsModule {
  static register(options: Partial<EmbeddingsOptions> = {}): DynamicModule {
    return {
      module: EmbeddingsModule,
      controllers: [
        EmbeddingsController,
        OllamaEmbedController,
        RerankController,
        OpenInferenceController,
        OpenInferenceServerController,
      ],
      providers: [
        EmbeddingsService,
        RerankService,
        { provide: EMBEDDINGS_OPTIONS, useValue: { ...EMBEDDINGS_DEFAULTS, ...options } },
      ],
      exports: [EmbeddingsService, RerankService],
    };
  }
}
