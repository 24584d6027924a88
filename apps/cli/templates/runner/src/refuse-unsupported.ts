import { type GenerationRequest, PluginError } from '@predict-otron/plugin-sdk';

/** What this model cannot honour is refused by its name, never ignored. */
export function refuseUnsupported(request: GenerationRequest): void {
  const { topP = 1, topK = 0, minP = 0, presencePenalty = 0, frequencyPenalty = 0, ...rest } = request.sampling;
  const asked = {
    constraint: request.constraint,
    reasoning: request.reasoning,
    logprobs: request.logprobs,
    bestOf: (request.bestOf ?? request.n) > request.n,
    contextOverflow: request.contextOverflow !== 'refuse',
    topP: topP !== 1,
    topK: topK !== 0,
    minP: minP !== 0,
    presencePenalty: presencePenalty !== 0,
    frequencyPenalty: frequencyPenalty !== 0,
    repeatPenalty: (rest.repeatPenalty ?? 1) !== 1,
    logitBias: rest.logitBias?.length,
  };
  for (const [param, value] of Object.entries(asked))
    if (value) throw new PluginError('UNSUPPORTED', `This model cannot do ${param}.`, { param });
}
