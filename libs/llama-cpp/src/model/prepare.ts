import { type GenerationRequest, PluginError, type Prompt, type Sampling } from '@predict-otron/plugin-sdk';
import type { AnswerOptions } from '../generation/answer.js';
import type { PreparedGeneration } from '../generation/generation.js';
import { samplerSettings } from '../generation/sampler-settings.js';
import { constraintParam } from '../grammar/answer/answer-grammar.js';
import type { AnswerPlan } from '../grammar/answer/answer-plan.js';
import type { StepContext } from '../step/step-context.js';
import type { Vocabulary } from '../text/vocabulary.js';
import type { AnswerGrammars, OpenGrammar } from './answer-grammars.js';
import { answerStyle } from './answer-style.js';
import { fitPrompt } from './fit-prompt.js';
import { heldSettings, planOf } from './held-answer.js';
import type { PromptReader } from './prompt-reader.js';
import { reasoningPlan } from './reasoning.js';

/** What a request is checked against. */
export interface Preparation {
  context: StepContext;
  prompts: PromptReader;
  vocabulary: Vocabulary;
  defaults: Sampling;
  isEnd(token: number): boolean;
  grammars: AnswerGrammars;
  /** Tokens that show no text, unless they are `visible`, and do not end an answer either. */
  silent(visible: ReadonlySet<number>): number[];
}

/** A request that was checked, all but what its answers are held to. */
export interface BegunGeneration {
  /** What holds the answers; undefined where they are free. */
  plan: AnswerPlan | undefined;
  /** Makes the answers, once there is a grammar for the plan. */
  finish(held?: OpenGrammar): PreparedGeneration;
}

/** Checks a request. Throws what `LoadedModel.generate` says. */
export function begin(request: GenerationRequest, model: Preparation): BegunGeneration {
  refuse(request, model);
  const { context, vocabulary } = model;
  const { format, chatTemplate } = model.prompts;
  const thinking = reasoningPlan(request.reasoning ?? {}, format, chatTemplate);
  const fitted = fitPrompt(model.prompts, promptOf(request), {
    contextTokens: context.contextTokens,
    room: answerRoom(request, context.contextTokens),
    trims: request.contextOverflow !== 'refuse',
    settings: thinking.variables,
  });
  const prompt = fitted.tokens;
  const room = context.contextTokens - prompt.length;
  const shifts = request.contextOverflow === 'shift';
  const wanted = request.maxTokens ?? (shifts ? context.contextTokens : room);
  const chooses = (request.bestOf ?? request.n) > request.n;
  const styled = () =>
    answerStyle(request, fitted.text, model.prompts, {
      held: context.can.grammar,
      ...(thinking.budget !== undefined && { budget: thinking.budget }),
    });
  const style = styled();
  const finish = (held?: OpenGrammar): PreparedGeneration => {
    const silent = held ? model.silent(style.visible) : [];
    const answers = Array.from({ length: request.bestOf ?? request.n }, (_, index): AnswerOptions => {
      const settings = samplerSettings(request.sampling, model.defaults, index, context.contextTokens);
      return {
        index,
        prompt,
        sampler: context.createSampler(heldSettings(settings, held, silent)),
        vocabulary,
        stop: request.stop,
        ...styled(),
        maxTokens: shifts ? wanted : Math.min(wanted, room),
        ...(shifts && { keepAtStart: keptAtStart(prompt.length) }),
        isEnd: model.isEnd,
        alone: request.deterministic ?? false,
        dropped: fitted.dropped,
        ...((request.logprobs || chooses) && { probabilities: { top: request.logprobs?.top ?? 0 } }),
        ...(request.logprobs?.prompt && index === 0 && { scores: { top: request.logprobs.top } }),
      };
    });
    const choice = chooses ? { n: request.n, keepLogprobs: request.logprobs !== undefined } : undefined;
    const warnings = (held?.loose ?? []).map((message) => ({ code: 'tool_schema_loose', message }));
    return { prompt, answers, vocabulary, dropped: fitted.dropped, warnings, ...(choice && { choice }) };
  };
  return { plan: planOf(request, style, model), finish };
}

/** Without grammars calls are read when the model makes them; it cannot be made to call, nor be held to a schema. */
function refuseToolWishes({ prompt, toolChoice = 'auto' }: GenerationRequest): void {
  if (!('messages' in prompt) || !prompt.tools?.length || toolChoice === 'none') return;
  if (toolChoice !== 'auto') {
    const message = 'This build of the engine cannot force a tool call: tool_choice must be "auto" or "none".';
    throw new PluginError('UNSUPPORTED', message, { param: 'tool_choice' });
  }
  const strict = prompt.tools.findIndex((tool) => tool.strict);
  if (strict < 0) return;
  const message =
    'This build of the engine cannot hold arguments to their schema: leave "strict" out, and check the arguments.';
  throw new PluginError('UNSUPPORTED', message, { param: `tools[${strict}].function.strict` });
}

/** A model that may not call tools is not told of them. */
function promptOf({ prompt, toolChoice }: GenerationRequest): Prompt {
  return toolChoice === 'none' && 'messages' in prompt ? { messages: prompt.messages } : prompt;
}

function refuse(request: GenerationRequest, { context, vocabulary }: Preparation): void {
  const unsupported = (param: string, what: string) => new PluginError('UNSUPPORTED', what, { param });
  const { prompt } = request;
  if ('messages' in prompt && prompt.messages.some(({ content }) => content.some(({ type }) => type !== 'text'))) {
    throw unsupported('messages', 'This model reads text only: leave images and sounds out of the messages.');
  }
  if (!context.can.grammar) refuseToolWishes(request);
  if (request.constraint && !context.can.grammar) {
    throw unsupported(
      constraintParam(request.constraint),
      'This build of the engine cannot hold an answer to a format.',
    );
  }
  if (request.contextOverflow === 'shift' && !context.can.shift) {
    throw unsupported('context_overflow', 'This model cannot shift its context: use "refuse" or "trim_oldest".');
  }
  if (request.logprobs && !context.can.probabilities) {
    throw unsupported('logprobs', 'This build of the engine cannot report probabilities.');
  }
  const count = Math.max(request.n, request.bestOf ?? 0);
  if (count > context.sequences) {
    const name = count > request.n ? 'best_of' : 'n';
    const message = `${name} is ${count}, but this model generates at most ${context.sequences} answers at once.`;
    throw new PluginError('INPUT_INVALID', message, { param: name, limit: context.sequences });
  }
  for (const [token] of request.sampling.logitBias ?? []) {
    if (!vocabulary.has(token)) {
      const message = `logit_bias names the token ${token}, but this model's ids go from 0 to ${vocabulary.size - 1}.`;
      throw new PluginError('INPUT_INVALID', message, { param: 'logit_bias' });
    }
  }
}

/** Tokens that a trimmed prompt leaves for the answer: what was asked for, but at most a quarter of the context. */
function answerRoom({ contextOverflow, maxTokens }: GenerationRequest, contextTokens: number): number {
  if (contextOverflow === 'refuse') return 1;
  return Math.max(1, Math.min(maxTokens ?? contextTokens, Math.floor(contextTokens / 4)));
}

/** Tokens at the beginning that a shift leaves alone: the start of the prompt, at most an eighth of what there is. */
function keptAtStart(promptTokens: number): number {
  return Math.max(1, Math.floor(promptTokens / 8));
}
