/**
 * What keeps the work for one constraint small. It is compiled in a thread of its own, where the largest one within these
 * limits takes a few tenths of a second, once: what was compiled or refused is remembered. llama.cpp then reads the grammar
 * on the thread that serves everyone, and follows it with each token: that is what the sizes are for.
 */
export const LIMITS = {
  /** Characters of a constraint as JSON text. */
  constraintLength: 65_536,
  /** Levels of nested arrays and objects in a schema, or of parentheses in a grammar or a regular expression. */
  depth: 64,
  /** Rules of a grammar. */
  rules: 8000,
  /** Symbols of a grammar once its repetitions are written out. */
  symbols: 100_000,
  /** Times that something may be asked to repeat. */
  repetitions: 20_000,
  /** Ways in which a text can be read at the same time, each of which costs time for every token. */
  ways: 256,
  /** Steps of the search for such ways. */
  searchSteps: 4000,
  /** Derivatives taken of all regular expressions of a constraint. */
  derivatives: 6000,
  /** Alternatives that `anyOf`, `oneOf` and `allOf` of one schema multiply to. */
  alternatives: 128,
} as const;
