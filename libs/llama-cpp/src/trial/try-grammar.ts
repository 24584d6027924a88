import { PluginError } from '@predict-otron/plugin-sdk';
import type { LlamaModel } from 'node-llama-cpp';
import { modelVocabulary } from '../text/vocabulary.js';

/** Tokens that are followed, and tokens that are looked at for each. */
const STEPS = 16;
const CANDIDATES = 64;

/** Of node-llama-cpp's addon, see `step/native-context.ts`. */
interface GrammarFunctions {
  canBeNextTokenForGrammarEvaluationState(state: unknown, token: number): boolean;
  acceptGrammarEvaluationStateToken(state: unknown, token: number): void;
}

/** Has llama.cpp parse a grammar and follow it a little way. Throws `UNSUPPORTED` where it cannot. */
export async function tryGrammar(model: LlamaModel, gbnf: string): Promise<void> {
  const { LlamaGrammar, LlamaGrammarEvaluationState } = await import('node-llama-cpp');
  try {
    const grammar = new LlamaGrammar(model.llama, { grammar: gbnf });
    const { _state: state } = new LlamaGrammarEvaluationState({ model, grammar }) as unknown as { _state: unknown };
    follow(model, state);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PluginError('UNSUPPORTED', `llama.cpp cannot follow the grammar of this form: ${reason}`);
  }
}

function follow(model: LlamaModel, state: unknown): void {
  const bindings = model.llama as unknown as { _bindings: { AddonSampler: Partial<GrammarFunctions> } };
  const { canBeNextTokenForGrammarEvaluationState: fits, acceptGrammarEvaluationStateToken: accept } =
    bindings._bindings.AddonSampler;
  if (!fits || !accept) return;
  const { size } = modelVocabulary(model);
  for (let step = 0; step < STEPS; step++) {
    const first = (step * 7919) % size;
    const tokens = Array.from({ length: Math.min(CANDIDATES, size) }, (_, i) => (first + i * 31) % size);
    const next = tokens.find((token) => fits(state, token));
    if (next === undefined) return;
    accept(state, next);
  }
}
