/** Characters that have a token: printable ASCII and the line feed. The token after them ends an answer. */
const CHARACTERS = [...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), '\n'];
const GENERATED = tokensOf(' abcdefghijklmnopqrstuvwxyz');

export const END_TOKEN = CHARACTERS.length;
export const VOCABULARY_TOKENS = END_TOKEN + 1;

/** One token a character; what is not ASCII becomes a question mark. */
export function tokensOf(text: string): number[] {
  const known = (character: string) => (CHARACTERS.includes(character) ? character : '?');
  return [...text].map((character) => CHARACTERS.indexOf(known(character)));
}

export function textOf(tokens: number[]): string {
  return tokens.map((token) => CHARACTERS[token] ?? '').join('');
}

/** The likelihood of every token that may follow the context, the likeliest first: a fixed function of the last two tokens. */
export function distribution(context: number[]): { token: number; logprob: number }[] {
  const [a = 0, b = 0] = context.slice(-2);
  const logits = [...GENERATED, END_TOKEN].map((token) => ({
    token,
    logit: token === END_TOKEN ? -1 : 4 * random(a * 7919 + b * 104729 + token * 1299709),
  }));
  const total = Math.log(logits.reduce((sum, { logit }) => sum + Math.exp(logit), 0));
  return logits.map(({ token, logit }) => ({ token, logprob: logit - total })).sort((x, y) => y.logprob - x.logprob);
}

/** The next token: the likeliest at temperature 0, otherwise drawn by `draw`, a number from 0 to 1. */
export function sample(context: number[], temperature: number, draw: number): number {
  const candidates = distribution(context);
  if (temperature === 0) return candidates[0]?.token ?? END_TOKEN;
  const weights = candidates.map(({ logprob }) => Math.exp(logprob / temperature));
  let rest = draw * weights.reduce((sum, weight) => sum + weight, 0);
  const place = weights.findIndex((weight) => {
    rest -= weight;
    return rest <= 0;
  });
  return candidates[Math.max(0, place)]?.token ?? END_TOKEN;
}

/** A number from 0 to 1 that depends on the seed alone (the finalizer of MurmurHash3). */
export function random(seed: number): number {
  let hash = seed | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
