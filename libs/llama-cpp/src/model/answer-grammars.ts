import { PluginError } from '@predict-otron/plugin-sdk';
import { constraintParam } from '../grammar/answer/answer-grammar.js';
import type { AnswerPlan } from '../grammar/answer/answer-plan.js';
import type { GrammarCompiler } from '../grammar/answer/grammar-compiler.js';
import type { GrammarStart } from '../step/sampler.js';

/** How many plans are remembered: tens of kilobytes each at most. */
const REMEMBERED = 128;

/** Rejects with `UNSUPPORTED` for `param`, the request's field that the grammar comes from. */
export type TryGrammar = (gbnf: string, param: string) => Promise<void>;

/** A grammar that answers can be held to. */
export interface OpenGrammar {
  /** A place of its own for one answer, at the grammar's beginning. */
  start(): GrammarStart;
  /** What the grammar does not hold, for the reader. */
  loose: readonly string[];
}

/** The grammars of one model. Each plan is compiled once, or refused once, as long as it is remembered. */
export class AnswerGrammars {
  private readonly known = new Map<string, Promise<OpenGrammar>>();

  /**
   * @param compiler makes grammars, and tries them where llama.cpp can do no harm
   * @param open has llama.cpp read a grammar; returns what puts an answer at its beginning
   */
  constructor(
    private readonly compiler: Pick<GrammarCompiler, 'compile'> & { try: TryGrammar },
    private readonly open: (gbnf: string) => Promise<() => GrammarStart>,
  ) {}

  /** Rejects with a `PluginError` with the field, and the place in a schema, of what cannot be held. */
  for(plan: AnswerPlan): Promise<OpenGrammar> {
    const { format, ...rest } = plan;
    const key = JSON.stringify([format.name, rest]);
    const known = this.known.get(key) ?? this.compile(key, plan);
    // what was used last is forgotten last
    this.known.delete(key);
    this.known.set(key, known);
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    return known;
  }

  private async compile(key: string, plan: AnswerPlan): Promise<OpenGrammar> {
    try {
      const { gbnf, loose } = await this.compiler.compile(plan);
      await this.compiler.try(gbnf, plan.constraint ? constraintParam(plan.constraint) : 'prompt.tools');
      return { start: await this.open(gbnf), loose };
    } catch (error) {
      // what is no refusal may go well the next time
      if (!PluginError.is(error) || error.code === 'INTERNAL' || error.code === 'OVERLOADED') this.known.delete(key);
      throw error;
    }
  }
}
