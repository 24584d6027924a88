/** What is known about an answer once it is there. */
export interface AnswerStats {
  promptTokens: number;
  /** How many of these did not have to be read again. */
  cachedTokens: number;
  completionTokens: number;
  /** Tokens of context that the model has. */
  contextTokens?: number;
  /** Milliseconds from sending to the first token, as the reader sees it. */
  firstTokenMs: number;
  /** Generated tokens a second, as the server measured them. */
  tokensPerSecond?: number;
  finishReason?: string;
}

/** What the server measures of an answer. */
export interface AnswerTimings {
  ms_per_token?: number | null;
}

/** Generated tokens a second, as the server measured them; none where there is too little to tell. */
export function tokensPerSecond(tokens: number, timings: AnswerTimings | undefined): number | undefined {
  const { ms_per_token: each } = timings ?? {};
  return tokens > 1 && each ? 1000 / each : undefined;
}
