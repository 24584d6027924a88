/** The contract test of a plugin, in three lines: see `describePlugin`. */
export { type CheckResult, checkPlugin } from './check-plugin.js';
export { describePlugin } from './describe-plugin.js';
export { type Failure, findFailures } from './find-failures.js';
export type { LanguageModelUnderTest, ModelUnderTest, PluginTestOptions } from './options.js';
export type { TestRunner } from './test-runner.js';
