/** Models on disk and from the Hub: references, cache, downloads, and the catalogue of what is there. */
export * from './catalog.js';
export * from './model-name.js';
export * from './model-store.js';
export type { PullDone, PullEvent, PullProgress } from './pull/pull-event.js';
export type { FilePreference, PreferFiles } from './reference/file-preference.js';
export * from './reference/known-models.js';
export type { ModelReference } from './reference/model-reference.js';
export * from './reference/parse-reference.js';
export * from './scan-store.js';
export * from './store-settings.js';
export type { StoredModel } from './stored-model.js';
export type { Verification } from './verify-model.js';
