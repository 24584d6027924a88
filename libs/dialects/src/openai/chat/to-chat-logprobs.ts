import type { LogProbability, TokenProbability } from '@predict-otron/plugin-sdk';
import { finiteLogprob } from '../log-probability.js';
import type { ChatTokenLogprob, ChatTokenProbability } from './chat-logprobs.js';

/** Probabilities of tokens as chat answers have them. */
export function toChatLogprobs(logprobs: LogProbability[]): ChatTokenLogprob[] {
  return logprobs.map((logprob) => ({ ...toProbability(logprob), top_logprobs: logprob.top.map(toProbability) }));
}

function toProbability({ text, logprob, bytes }: TokenProbability): ChatTokenProbability {
  return { token: text, logprob: finiteLogprob(logprob), bytes };
}
