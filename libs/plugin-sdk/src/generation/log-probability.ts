/** A token with the natural logarithm of its probability before any filter or temperature. */
export interface TokenProbability {
  token: number;
  /** The token's text; a part of a character shows as U+FFFD. */
  text: string;
  /** The token's bytes, so that characters cut across tokens can be joined. */
  bytes: number[];
  logprob: number;
}

/** The probability of one generated or given token, and the likeliest ones in its place. */
export interface LogProbability extends TokenProbability {
  top: TokenProbability[];
}
