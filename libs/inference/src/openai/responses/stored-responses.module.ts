import { type DynamicModule, Module } from '@nestjs/common';
import { DEFAULT_INFERENCE_OPTIONS, INFERENCE_OPTIONS, type InferenceOptions } from '../../inference-options.js';
import { MEMORY_RESPONSE_STORE } from './memory-response-store.js';
import { RESPONSE_STORE } from './response-store.js';
import { StoredResponsesController } from './stored-responses.controller.js';

/** The responses that this process keeps, and the routes that show and forget them. Needs no kernel. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class StoredResponsesModule {
  static register(options: Partial<InferenceOptions> = {}): DynamicModule {
    return {
      module: StoredResponsesModule,
      controllers: [StoredResponsesController],
      providers: [
        { provide: INFERENCE_OPTIONS, useValue: { ...DEFAULT_INFERENCE_OPTIONS, ...options } },
        MEMORY_RESPONSE_STORE,
      ],
      exports: [RESPONSE_STORE],
    };
  }
}
