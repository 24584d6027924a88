import { type GenerationRequest, PluginError, type Sampling } from '@predict-otron/plugin-sdk';
import type { AnswerOptions } from '../generation/answer.js';
import type { PreparedGeneration } from '../generation/generation.js';
import { samplerSettings } from '../generation/sampler-settings.js';
import type { StepContext } from '../step/step-context.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { answerStyle } from './answer-style.js';
import type { PromptReader } from './prompt-reader.js';
import { reasoningPlan } from './reasoning.js';

/** What a request is checked against. */
export interface Preparation {
  context: StepContext;
  prompts: PromptReader;
  vocabulary: Vocabulary;
  defaults: Sampling;
  isEnd(token: number): boolean;
}

/** Checks a request and makes its answers. Throws what `LoadedModel.generate` says. */
export function prepare(request: GenerationRequest, model: Preparation): PreparedGeneration {
  refuse(request, model);
  const { context, vocabulary } = model;
  const { format, chatTemplate } = model.prompts;
  const thinking = reasoningPlan(request.reasoning ?? {}, format, chatTemplate);
  const rendered = model.prompts.read(request.prompt, thinking.variables);
  const prompt = rendered.tokens;
  const room = context.contextTokens - prompt.length;
  if (room < 1) throw overflow(prompt.length, context.contextTokens);
  const answers = Array.from({ length: request.n }, (_, index): AnswerOptions => {
    const settings = samplerSettings(request.sampling, model.defaults, index, context.contextTokens);
    return {
      index,
      prompt,
      sampler: context.createSampler(settings),
      vocabulary,
      stop: request.stop,
      ...answerStyle(request, rendered.text, model.prompts, thinking.budget),
      maxTokens: Math.min(request.maxTokens ?? room, room),
      isEnd: model.isEnd,
      alone: request.deterministic ?? false,
      ...(request.logprobs && { probabilities: { top: request.logprobs.top } }),
      ...(request.logprobs?.prompt && index === 0 && { scores: { top: request.logprobs.top } }),
    };
  });
  return { prompt, answers, vocabulary };
}

function refuse(request: GenerationRequest, { context, vocabulary }: Preparation): void {
  const unsupported = (param: string, what: string) => new PluginError('UNSUPPORTED', what, { param });
  const { prompt } = request;
  if ('messages' in prompt && prompt.tools?.length) throw unsupported('tools', 'This model cannot call tools.');
  if (request.constraint) throw unsupported('response_format', 'This model cannot be held to a format.');
  if (request.bestOf !== undefined && request.bestOf !== request.n) {
    throw unsupported('best_of', 'This engine returns every answer that it generates: best_of must equal n.');
  }
  if (request.contextOverflow !== 'refuse') {
    throw unsupported('context_overflow', 'This engine refuses what does not fit: context_overflow must be "refuse".');
  }
  if (request.logprobs && !context.can.probabilities) {
    throw unsupported('logprobs', 'This build of the engine cannot report probabilities.');
  }
  if (request.n > context.sequences) {
    const message = `n is ${request.n}, but this model generates at most ${context.sequences} answers at once.`;
    throw new PluginError('INPUT_INVALID', message, { param: 'n', limit: context.sequences });
  }
  for (const [token] of request.sampling.logitBias ?? []) {
    if (!vocabulary.has(token)) {
      const message = `logit_bias names the token ${token}, but this model's ids go from 0 to ${vocabulary.size - 1}.`;
      throw new PluginError('INPUT_INVALID', message, { param: 'logit_bias' });
    }
  }
}

function overflow(promptTokens: number, contextTokens: number): PluginError {
  const message = `The prompt has ${promptTokens} tokens, but this model's context holds ${contextTokens}, of which at least one is for the answer. Shorten the conversation.`;
  return new PluginError('CONTEXT_OVERFLOW', message, { promptTokens, contextTokens, param: 'messages' });
}
