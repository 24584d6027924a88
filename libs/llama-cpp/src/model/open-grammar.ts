import type { LlamaModel, Token } from 'node-llama-cpp';
import { GrammarFollower } from '../grammar/following/grammar-follower.js';
import { GrammarPlaces } from '../grammar/following/grammar-places.js';
import { TokenTree } from '../grammar/following/token-tree.js';
import type { Grammar } from '../grammar/gbnf/expression.js';
import { parseGbnf } from '../grammar/gbnf/parse-gbnf.js';
import { Refusal } from '../grammar/refusal.js';
import type { GrammarStart } from '../step/sampler.js';
import type { Vocabulary } from '../text/vocabulary.js';

/** Characters of a grammar that is read here too: some tens of milliseconds of the thread that serves everyone. */
const LONGEST = 50_000;

/** Has llama.cpp read grammars for one model. Returns what puts an answer at a grammar's beginning. */
export function grammarOpener(
  model: LlamaModel,
  vocabulary: Vocabulary,
): (gbnf: string) => Promise<() => GrammarStart> {
  let tree: Promise<TokenTree> | undefined;
  const ends: number[] = [];
  /** Made when the first grammar is read. */
  const grow = () =>
    TokenTree.of(vocabulary.size, (token) => {
      if (!model.isEogToken(token as Token)) return vocabulary.written(token);
      ends.push(token);
      return new Uint8Array();
    });
  return async (gbnf) => {
    const { LlamaGrammar, LlamaGrammarEvaluationState } = await import('node-llama-cpp');
    const first = new LlamaGrammarEvaluationState({ model, grammar: new LlamaGrammar(model.llama, { grammar: gbnf }) });
    const parsed = parse(gbnf);
    if (parsed) tree ??= grow();
    const places = parsed && tree && new GrammarPlaces(parsed, await tree, ends);
    return () => ({
      // copying is much cheaper than parsing
      grammar: first.clone(),
      ...(places && { follower: new GrammarFollower(places, (token) => vocabulary.shown(token)) }),
    });
  };
}

/** Our own reader is stricter than llama.cpp; what it refuses, and what is very long, is followed by llama.cpp alone. */
function parse(gbnf: string): Grammar | undefined {
  if (gbnf.length > LONGEST) return undefined;
  try {
    return parseGbnf(gbnf);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
