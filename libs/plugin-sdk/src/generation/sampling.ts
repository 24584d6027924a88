/** How the next token is chosen. The order of the filters is llama.cpp's: penalties, top-k, top-p, min-p, temperature. */
export interface Sampling {
  /** 0 takes the likeliest token; up to 2. */
  temperature: number;
  /** 0 to 1: the smallest set of tokens whose probabilities sum to this; 1 turns it off. */
  topP: number;
  /** The k likeliest tokens; 0 turns it off. */
  topK: number;
  /** 0 to 1: tokens at least this probable relative to the likeliest; 0 turns it off. */
  minP: number;
  /** An unsigned 32-bit number. The same seed gives the same text for the same request alone. Absent: a new one each time. */
  seed?: number;
  /** -2 to 2: taken from the logit of each token that was generated already, once. */
  presencePenalty: number;
  /** -2 to 2: taken from the logit of each token for each time it was generated already. */
  frequencyPenalty: number;
  /** Above 0: divides the logit of each of the last 64 tokens; 1 turns it off. */
  repeatPenalty: number;
  /** Pairs of a token id and what is added to its logit, -100 (never) to 100 (always). */
  logitBias?: [token: number, bias: number][];
}
