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
  /** Generated tokens a second, after the first one. */
  tokensPerSecond?: number;
  finishReason?: string;
}

/** Tokens a second after the first one; none where there is too little to tell. */
export function tokensPerSecond(tokens: number, firstTokenMs: number, endMs: number): number | undefined {
  const seconds = (endMs - firstTokenMs) / 1000;
  return tokens > 1 && seconds > 0 ? (tokens - 1) / seconds : undefined;
}
