import { randomUUID } from 'node:crypto';

/** The part of a tokenizer.json that names tokens. */
export interface TokenizerFile {
  added_tokens?: { id: number; content: string; special?: boolean }[];
  model: { vocab: Record<string, number> | [piece: string, score: number][]; unk_token?: string | null };
  truncation?: unknown;
  padding?: unknown;
}

/**
 * Renames the special tokens of a tokenizer, in place, so that no text can spell them: a text with `[SEP]` in it then
 * has the tokens of `[`, `SEP` and `]`, and only the template puts in separators, which it does by their ids.
 * `more` are special tokens that special_tokens_map.json names beside those that the tokenizer itself knows.
 */
export function hideSpecialTokens(file: TokenizerFile, more: string[] = []): void {
  const secret = randomUUID();
  const added = file.added_tokens ?? [];
  const special = new Set([...more, ...added.filter((token) => token.special).map((token) => token.content)]);
  const hidden = (token: string) => (special.has(token) ? `${token}${secret}` : token);

  for (const token of added) token.content = hidden(token.content);
  const { model } = file;
  if (model.unk_token) model.unk_token = hidden(model.unk_token);
  if (Array.isArray(model.vocab)) for (const piece of model.vocab) piece[0] = hidden(piece[0]);
  else {
    for (const token of special) {
      const id = model.vocab[token];
      if (id === undefined) continue;
      delete model.vocab[token];
      model.vocab[hidden(token)] = id;
    }
  }
}

/** The special tokens that a special_tokens_map.json names: as texts, as objects with `content`, or in a list. */
export function specialTokensOf(map: Record<string, unknown>): string[] {
  return Object.values(map).flatMap((value) => {
    const list = Array.isArray(value) ? value : [value];
    return list.flatMap((token) => {
      const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : token;
      return typeof content === 'string' ? [content] : [];
    });
  });
}
