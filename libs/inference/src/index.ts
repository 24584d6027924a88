export { errorEvent as chatErrorEvent } from './gateway/error-event.js';
export * from './gateway/open-work.js';
export * from './inference.module.js';
export * from './inference-options.js';
export * from './models.module.js';
export type { CarriedRequest } from './openai/responses/carried-request.js';
export * from './openai/responses/response-store.js';
export * from './openai/responses/stored-responses.module.js';
