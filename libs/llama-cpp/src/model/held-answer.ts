import type { GenerationRequest } from '@predict-otron/plugin-sdk';
import type { AnswerPlan } from '../grammar/answer/answer-plan.js';
import type { SamplerSettings } from '../step/sampler.js';
import type { StepContext } from '../step/step-context.js';
import type { OpenGrammar } from './answer-grammars.js';
import type { AnswerStyle } from './answer-style.js';
import type { PromptReader } from './prompt-reader.js';

/** A model, as far as its answers can be held to something. */
export interface HoldingModel {
  context: Pick<StepContext, 'can'>;
  prompts: Pick<PromptReader, 'format'>;
}

/** What the answers of a request are held to; undefined where they are free. */
export function planOf(request: GenerationRequest, style: AnswerStyle, model: HoldingModel): AnswerPlan | undefined {
  const { prompt, constraint, toolChoice = 'auto', parallelToolCalls = true } = request;
  const tools = 'messages' in prompt && toolChoice !== 'none' ? (prompt.tools ?? []) : [];
  if (!model.context.can.grammar || (!constraint && tools.length === 0)) return undefined;
  const { format } = model.prompts;
  return {
    format,
    ...('messages' in prompt && format.reasoning && { thoughts: { opened: style.opened } }),
    ...(constraint && { constraint }),
    ...(tools.length > 0 &&
      toolChoice !== 'none' && { calls: { tools, choice: toolChoice, parallel: parallelToolCalls } }),
  };
}

/**
 * The settings of one answer that is held. Tokens without text, which a grammar would take for the text that stands in
 * the file, are excluded.
 */
export function heldSettings(
  settings: SamplerSettings,
  held: OpenGrammar | undefined,
  silent: readonly number[],
): SamplerSettings {
  if (!held) return settings;
  const { tokens = [], values = [] } = settings.bias ?? {};
  const all = new Map([...tokens].map((token, i) => [token, values[i] as number]));
  for (const token of silent) all.set(token, Number.NEGATIVE_INFINITY);
  return {
    ...settings,
    ...held.start(),
    ...(all.size > 0 && { bias: { tokens: Uint32Array.from(all.keys()), values: Float32Array.from(all.values()) } }),
  };
}
