import {
  getLlama,
  type Llama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';

/** What the tokens of a conversation are rendered from. */
export type Conversation = { role: 'user' | 'assistant'; content: string }[];

/** What a model has read, and what it might say next; in tokens. */
export interface Pair {
  context: number[];
  continuation: number[];
}

/** A model in plain node-llama-cpp, beside the server and without any of its code. */
export class ReferenceModel {
  private constructor(
    private readonly llama: Llama,
    private readonly model: LlamaModel,
    private readonly sequence: LlamaContextSequence,
  ) {}

  static async open(modelPath: string): Promise<ReferenceModel> {
    const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, logLevel: LlamaLogLevel.error });
    const model = await llama.loadModel({ modelPath });
    const context = await model.createContext({ contextSize: 512, threads: 1 });
    return new ReferenceModel(llama, model, context.getSequence());
  }

  get bos(): number {
    return this.model.tokens.bos as Token;
  }

  tokens(text: string): number[] {
    return this.model.tokenize(text);
  }

  /** Tokens of a rendered template, whose control tokens count. */
  withSpecials(text: string): number[] {
    return this.model.tokenize(text, true);
  }

  /** The sum of the continuation's log probabilities, and whether each of its tokens is the likeliest in its place. */
  async score({ context, continuation }: Pair): Promise<{ logprob: number; greedy: boolean }> {
    const options = { generateNext: { logits: true, options: { temperature: 0 } } };
    await this.sequence.clearHistory();
    const read = [...context, ...continuation].map((token) => [token as Token, options] as [Token, typeof options]);
    const results = await this.sequence.controlledEvaluate(read);
    const scores = continuation.map((token, at) => {
      const logits = results[context.length + at - 1]?.next.logits as Map<Token, number>;
      const likeliest = Math.max(...logits.values());
      const weight = [...logits.values()].reduce((sum, logit) => sum + Math.exp(logit - likeliest), 0);
      const logit = logits.get(token as Token) as number;
      return { logprob: logit - likeliest - Math.log(weight), greedy: logit === likeliest };
    });
    return {
      logprob: scores.reduce((sum, { logprob }) => sum + logprob, 0),
      greedy: scores.every(({ greedy }) => greedy),
    };
  }

  async close(): Promise<void> {
    await this.llama.dispose();
  }
}
