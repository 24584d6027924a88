import { PluginError } from '@predict-otron/plugin-sdk';
import type { LlamaGrammarEvaluationState } from 'node-llama-cpp';
import { answerGrammar } from '../grammar/answer/answer-grammar.js';
import type { AnswerPlan } from '../grammar/answer/answer-plan.js';

/** How many plans are remembered: tens of kilobytes each at most. */
const REMEMBERED = 128;

/** A grammar that answers can be held to. */
export interface OpenGrammar {
  /** A place of its own for one answer, at the grammar's beginning. */
  start(): LlamaGrammarEvaluationState;
  /** What the grammar does not hold, for the reader. */
  loose: readonly string[];
}

/** The grammars of one model. Each plan is compiled once, or refused once, as long as it is remembered. */
export class AnswerGrammars {
  private readonly known = new Map<string, OpenGrammar | PluginError>();

  /** @param open llama.cpp's state at the beginning of a grammar */
  constructor(private readonly open: (gbnf: string) => Pick<LlamaGrammarEvaluationState, 'clone'>) {}

  /** Throws a `PluginError` with the field, and the place in a schema, of what cannot be held. */
  for(plan: AnswerPlan): OpenGrammar {
    const { format, ...rest } = plan;
    const key = JSON.stringify([format.name, rest]);
    const known = this.known.get(key) ?? this.compile(plan);
    // what was used last is forgotten last
    this.known.delete(key);
    this.known.set(key, known);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    if (known instanceof Error) throw known;
    return known;
  }

  private compile(plan: AnswerPlan): OpenGrammar | PluginError {
    try {
      const { gbnf, loose } = answerGrammar(plan);
      const first = this.open(gbnf);
      // copying is much cheaper than parsing
      return { start: () => first.clone(), loose };
    } catch (error) {
      if (PluginError.is(error)) return error;
      throw error;
    }
  }
}
