import { streamCompletion } from './stream-completion.mjs';

/** What all peers choose tokens by. */
export const SAMPLING = { temperature: 0.8, top_k: 40, top_p: 0.95, min_p: 0.05 };

/** Forbids the embedded model's control tokens: without them no answer of it ends early. */
export const NEVER_END = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((token) => [token, -100]));

let asked = 0;

/** No two prompts begin alike, so that nobody gains from what was read before. @param {number} [tokens] about its length */
export function freshPrompt(tokens = 0) {
  asked += 1;
  const head = `${asked * 7919} is a number. Tell me a long story about the ${asked}. house and who lives in it. `;
  const filler = 'The house has a door, and behind the door there is a room with a window. ';
  return (head + filler.repeat(Math.ceil(tokens / filler.length))).slice(0, Math.max(tokens, head.length));
}

/** A prompt that takes no time to read. */
export function shortPrompt() {
  asked += 1;
  return `${asked}: `;
}

/**
 * Streams an answer of a fixed length to each prompt at once.
 * @param {string} url @param {string[]} prompts @param {number} tokens @param {object} [fields] of the request
 */
export function complete(url, prompts, tokens, fields = {}) {
  return Promise.all(
    prompts.map((prompt, index) =>
      streamCompletion(url, { prompt, max_tokens: tokens, seed: asked + index, ...SAMPLING, ...fields }),
    ),
  );
}

/**
 * @returns {number} tokens a second of all answers together while all of them are written: the sum of what each has from
 *   its first token to its last. How long its first takes is another matter
 */
export function rateOf(answers) {
  return answers.reduce((sum, { tokens, firstMs, lastMs }) => sum + ((tokens - 1) / (lastMs - firstMs)) * 1000, 0);
}
