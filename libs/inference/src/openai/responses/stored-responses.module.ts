import { type DynamicModule, type FactoryProvider, type InjectionToken, Module } from '@nestjs/common';
import { DEFAULT_INFERENCE_OPTIONS, INFERENCE_OPTIONS, type InferenceOptions } from '../../inference-options.js';
import { BackgroundResponses } from './background-responses.js';
import { MemoryResponseStore } from './memory-response-store.js';
import { RESPONSE_STORE, type ResponseStore } from './response-store.js';
import { SharedResponseStore, type SharedTexts } from './shared-response-store.js';
import { StoredResponsesController } from './stored-responses.controller.js';

/** The responses that are kept, and the routes that show and forget them. Needs no kernel. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a Nest module is a class
export class StoredResponsesModule {
  /** @param shared where several servers keep them together, as something that can be injected, or is not there */
  static register(options: Partial<InferenceOptions> = {}, shared?: InjectionToken<SharedTexts>): DynamicModule {
    return {
      module: StoredResponsesModule,
      controllers: [StoredResponsesController],
      providers: [
        { provide: INFERENCE_OPTIONS, useValue: { ...DEFAULT_INFERENCE_OPTIONS, ...options } },
        responseStore(shared),
        BackgroundResponses,
      ],
      exports: [RESPONSE_STORE, BackgroundResponses],
    };
  }
}

function responseStore(shared?: InjectionToken<SharedTexts>): FactoryProvider<ResponseStore> {
  return {
    provide: RESPONSE_STORE,
    useFactory: ({ responseEntries, responseBytes, responseAgeMs }: InferenceOptions, texts?: SharedTexts) => {
      const own = new MemoryResponseStore({ entries: responseEntries, bytes: responseBytes, ageMs: responseAgeMs });
      return texts ? new SharedResponseStore(texts, own, responseAgeMs) : own;
    },
    inject: [INFERENCE_OPTIONS, ...(shared ? [{ token: shared, optional: true }] : [])],
  };
}
