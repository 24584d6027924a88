import type { LlamaModel, Token } from './engine-types.js';

/** Tokens that a model's tokenizer puts before and after a text. */
export interface SpecialTokens {
  front: Token[];
  back: Token[];
}

/**
 * By kind of tokenizer, as llama.cpp does it. Source: `llama_vocab::impl::tokenize`; node-llama-cpp puts the same ones
 * around whatever has none, so that tokens framed by these are fed as they are.
 */
export function specialTokens({ vocabularyType, tokens }: LlamaModel): SpecialTokens {
  const { bos, eos, sep, shouldPrependBosToken, shouldAppendEosToken } = tokens;
  const only = (token: Token | null) => (token === null ? [] : [token]);
  // as a string: the enumeration's values are not in reach here
  switch (vocabularyType as string) {
    case 'rwkv':
      return { front: [], back: [] };
    case 'wpm':
      return { front: only(bos), back: only(sep) };
    case 'ugm':
      return { front: [], back: only(eos) };
    default:
      return { front: shouldPrependBosToken ? only(bos) : [], back: shouldAppendEosToken ? only(eos) : [] };
  }
}
