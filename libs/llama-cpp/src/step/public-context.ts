// The fallback for a node-llama-cpp whose internals are not the ones known: slower, no copies, no probabilities, no grammars.
// All rows are handed over in one tick, so that they meet in one batch.
import { PluginError } from '@predict-otron/plugin-sdk';
import type { ControlledEvaluateInputItem, LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Sampler, SamplerSettings } from './sampler.js';
import type { Row, RowResult, StepContext } from './step-context.js';

/** A public evaluation starts its random numbers anew each time, so each token gets a seed of its own. */
class PublicSampler implements Sampler {
  readonly generated: Token[] = [];

  constructor(readonly settings: SamplerSettings) {}

  options() {
    const { penalties, grammar: _, ...filters } = this.settings;
    return {
      ...filters,
      seed: (filters.seed + Math.imul(this.generated.length, 0x9e3779b1)) >>> 0,
      ...(penalties && {
        repeatPenalty: {
          punishTokens: this.generated,
          maxPunishTokens: penalties.lastTokens,
          penalty: penalties.repeat,
          presencePenalty: penalties.presence,
          frequencyPenalty: penalties.frequency,
        },
      }),
    };
  }

  accept(): void {}
  dispose(): void {}
}

/** Drives a context through public functions alone. Owns the context from now on. */
export function publicContext(context: LlamaContext): StepContext {
  const sequences: LlamaContextSequence[] = Array.from({ length: context.totalSequences }, () => context.getSequence());
  const at = (sequence: number) => sequences[sequence] as LlamaContextSequence;

  const evaluate = async (row: Row): Promise<RowResult> => {
    const sampler = row.sample?.sampler as PublicSampler | undefined;
    const tokens: ControlledEvaluateInputItem[] = row.tokens.map((token) => token as Token);
    if (sampler) {
      const last = tokens.length - 1;
      tokens[last] = [tokens[last] as Token, { generateNext: { token: true, options: sampler.options() } }];
    }
    const results = await at(row.sequence).controlledEvaluate(tokens);
    if (!sampler) return {};
    const token = results.at(-1)?.next.token ?? undefined;
    if (token !== undefined) sampler.generated.push(token);
    return { sampled: [{ token: token ?? -1 }] };
  };

  return {
    contextTokens: context.contextSize,
    batchTokens: context.batchSize,
    sequences: context.totalSequences,
    can: { copy: false, probabilities: false, shift: false, grammar: false, draft: false },
    step: (rows) => Promise.all(rows.map(evaluate)),
    createSampler(settings) {
      if (settings.bias) {
        throw new PluginError('UNSUPPORTED', 'This build of the engine cannot bias tokens.', { param: 'logit_bias' });
      }
      if (settings.grammar) {
        // the public functions that decode in one batch take no grammar
        const message = 'This build of the engine cannot hold an answer to a format.';
        throw new PluginError('UNSUPPORTED', message, { param: 'constraint' });
      }
      return new PublicSampler(settings);
    },
    async truncate(sequence, position) {
      const target = at(sequence);
      if (target.nextTokenIndex > position) {
        await target.eraseContextTokenRanges([{ start: position, end: target.nextTokenIndex }]);
      }
      return target.nextTokenIndex === position;
    },
    async copy() {
      throw new Error('Copying a sequence needs the direct way into llama.cpp');
    },
    async shift() {
      throw new Error('Shifting a sequence needs the direct way into llama.cpp');
    },
    setThreads() {},
    memory: () => context.memoryUsage,
    dispose: () => context.dispose(),
  };
}
