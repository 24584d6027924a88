// With `native-context.ts`, what calls node-llama-cpp's internals.
import type { GrammarFollower } from '../grammar/following/grammar-follower.js';
import type { AddonSampler, SamplerClass } from './addon.js';
import type { Sampler, SamplerSettings } from './sampler.js';

/**
 * Added to the logits of the few tokens that a grammar allows: more than any two logits of a token lie apart, and little
 * enough to leave them five decimals.
 */
const LIFT = 128;

/**
 * llama.cpp's sampler of one answer. It tries one token, and where the grammar refuses that one, it has the grammar look at
 * the whole vocabulary: milliseconds. So where only few tokens are allowed, they are lifted above all others first. The
 * grammar still has the last word.
 */
export class NativeSampler implements Sampler {
  readonly addon: AddonSampler;
  private readonly config: Record<string, unknown>;
  private readonly follower: GrammarFollower | undefined;
  private lifted: Uint32Array | undefined;

  constructor(
    private readonly addons: SamplerClass,
    model: unknown,
    private readonly settings: SamplerSettings,
  ) {
    this.addon = new addons(model);
    this.config = addonConfig(settings);
    // penalties divide logits, and lifted ones are many times too large for that
    this.follower = settings.penalties ? undefined : settings.follower;
    this.addon.applyConfig(this.config);
    this.lift();
  }

  /** To be told of each token that was sampled before the next one is. */
  took(token: number): void {
    if (!this.follower || token < 0) return;
    this.follower.take(token);
    this.lift();
  }

  accept(token: number): void {
    if (!this.settings.grammar) return;
    this.addons.acceptGrammarEvaluationStateToken(stateOf(this.settings), token);
    this.took(token);
  }

  dispose(): void {
    this.addon.dispose();
  }

  private lift(): void {
    const tokens = this.follower?.tokens;
    if (tokens === this.lifted) return;
    this.lifted = tokens;
    this.addon.applyConfig({ ...this.config, ...(tokens && liftedBias(this.settings.bias, tokens)) });
  }
}

type Bias = NonNullable<SamplerSettings['bias']>;

function addonConfig(settings: SamplerSettings) {
  const { temperature, topP, topK, minP, seed, penalties, bias, grammar } = settings;
  return {
    temperature,
    seed,
    // a filter that is off is left out: llama.cpp would still sort the whole vocabulary for it
    ...(topK > 0 && { topK }),
    ...(topP < 1 && { topP }),
    ...(minP > 0 && { minP }),
    ...(penalties && {
      repeatPenaltyTokens: new Uint32Array(),
      repeatPenaltyMaxTokens: penalties.lastTokens,
      repeatPenalty: penalties.repeat,
      repeatPenaltyPresencePenalty: penalties.presence,
      repeatPenaltyFrequencyPenalty: penalties.frequency,
    }),
    ...(bias && biasConfig(bias)),
    ...(grammar && { grammarEvaluationState: stateOf(settings) }),
  };
}

/** llama.cpp adds up the biases of a token. */
function liftedBias({ tokens, values }: Bias = NO_BIAS, lifted: Uint32Array): Record<string, unknown> {
  const keys = new Uint32Array(tokens.length + lifted.length);
  keys.set(tokens);
  keys.set(lifted, tokens.length);
  const added = new Float32Array(keys.length).fill(LIFT);
  added.set(values);
  return biasConfig({ tokens: keys, values: added });
}

const NO_BIAS: Bias = { tokens: new Uint32Array(), values: new Float32Array() };

function biasConfig({ tokens, values }: Bias) {
  return { tokenBiasKeys: tokens, tokenBiasValues: values };
}

function stateOf({ grammar }: SamplerSettings): unknown {
  return grammar && (grammar as unknown as { _state: unknown })._state;
}
