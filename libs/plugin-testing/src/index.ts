/** The contract test of a plugin, in three lines: see `describePlugin`. */
export { describePlugin, type TestRunner } from './describe-plugin.js';
export { type Failure, findFailures } from './find-failures.js';
export type { LanguageModelUnderTest, ModelUnderTest, PluginTestOptions } from './options.js';
