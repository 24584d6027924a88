import type { JsonObject, LoadOptions, ModelFile } from '@predict-otron/plugin-sdk';

/** A model on which a backend is tested: a small one, so that the test is quick. */
export interface ModelUnderTest {
  file: ModelFile;
  /** Where the kit's own choice (256 tokens of context, 4 at once, on the CPU) does not do. */
  load?: Partial<LoadOptions>;
}

/** A language model that generates at length: some seed must give an answer of 64 tokens or more to the prompt. */
export interface LanguageModelUnderTest extends ModelUnderTest {
  /** What `describe` must say. */
  family?: string;
  /** A text that the model goes on with; default `Once upon a time`. */
  prompt?: string;
}

/** What a plugin contributes, and on what that is tested. Every kind that it contributes must be named here. */
export interface PluginTestOptions {
  /** Its configuration, before the defaults are filled in. */
  config?: JsonObject;
  hardware?: boolean;
  language?: LanguageModelUnderTest;
  embedding?: ModelUnderTest;
  rerank?: ModelUnderTest;
  stages?: boolean;
  /** After how many milliseconds a check that does not end fails; default 60,000. */
  patienceMs?: number;
}
