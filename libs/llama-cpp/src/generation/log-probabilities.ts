import type { LogProbability, TokenProbability } from '@predict-otron/plugin-sdk';
import type { Probability } from '../step/step-context.js';
import type { Vocabulary } from '../text/vocabulary.js';

/** The engine's probability with the tokens' texts. */
export function logProbability({ token, logprob, top }: Probability, vocabulary: Vocabulary): LogProbability {
  return {
    ...tokenProbability(token, logprob, vocabulary),
    top: top.map((other) => tokenProbability(other.token, other.logprob, vocabulary)),
  };
}

function tokenProbability(token: number, logprob: number, vocabulary: Vocabulary): TokenProbability {
  const bytes = vocabulary.shown(token);
  return { token, text: Buffer.from(bytes).toString('utf8'), bytes: [...bytes], logprob };
}
