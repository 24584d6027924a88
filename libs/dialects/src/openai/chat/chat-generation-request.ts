import type { GenerationRequest, ReasoningRequest, Tool, ToolChoice } from '@predict-otron/plugin-sdk';
import { generationOptions } from '../generation-options.js';
import type { ChatCompletionRequest } from './chat-completion-request.js';
import { toMessages } from './to-messages.js';
import type { ToolChoiceRequest } from './tool-choice-field.js';
import type { ToolRequest } from './tool-request.js';

/** What a model is asked by a chat request. */
export function chatGenerationRequest(request: ChatCompletionRequest): GenerationRequest {
  const { tools = [], tool_choice, parallel_tool_calls } = request;
  const maxTokens = request.max_completion_tokens ?? request.max_tokens;
  return {
    prompt: { messages: toMessages(request.messages), ...(tools.length > 0 ? { tools: toTools(tools) } : {}) },
    ...generationOptions(request),
    // without tools there is nothing to choose from
    ...(tools.length > 0 && tool_choice !== undefined ? { toolChoice: toToolChoice(tool_choice) } : {}),
    ...(tools.length > 0 && parallel_tool_calls !== undefined ? { parallelToolCalls: parallel_tool_calls } : {}),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(request.logprobs ? { logprobs: { top: request.top_logprobs ?? 0, prompt: false } } : {}),
    ...toReasoning(request),
  };
}

/** The functions as models know them. */
export function toTools(tools: ToolRequest[]): Tool[] {
  return tools.map(({ function: { name, description, parameters, strict } }) => ({
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(strict === undefined ? {} : { strict }),
  }));
}

function toToolChoice(choice: ToolChoiceRequest): ToolChoice {
  return typeof choice === 'string' ? choice : { name: choice.function.name };
}

function toReasoning({ reasoning_effort, reasoning_budget }: ChatCompletionRequest): { reasoning?: ReasoningRequest } {
  if (reasoning_effort === undefined && reasoning_budget === undefined) return {};
  return {
    reasoning: {
      ...(reasoning_effort === undefined ? {} : { effort: reasoning_effort }),
      ...(reasoning_budget === undefined ? {} : { budget: reasoning_budget }),
    },
  };
}
