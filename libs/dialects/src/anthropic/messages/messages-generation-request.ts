import type { GenerationRequest, ReasoningRequest, Sampling, ToolChoice } from '@predict-otron/plugin-sdk';
import { timeLimit } from '../../fields/time-limit-fields.js';
import type { MessageToolChoice } from './message-tool-choice.js';
import type { MessagesRequest } from './messages-request.js';
import type { ThinkingRequest } from './thinking-request.js';
import { toPrompt } from './to-prompt.js';

/** What a model is asked by a request for a message. */
export function messagesGenerationRequest(request: MessagesRequest): GenerationRequest {
  const reasoning = toReasoning(request.thinking);
  const schema = request.output_config?.format?.schema;
  return {
    prompt: toPrompt(request),
    sampling: toSampling(request),
    stop: request.stop_sequences ?? [],
    maxTokens: request.max_tokens,
    n: 1,
    contextOverflow: 'refuse',
    ...(request.tool_choice ? { toolChoice: toToolChoice(request.tool_choice) } : {}),
    ...(request.tool_choice?.disable_parallel_tool_use ? { parallelToolCalls: false } : {}),
    ...(reasoning ? { reasoning } : {}),
    ...(schema ? { constraint: { jsonSchema: schema } } : {}),
    ...timeLimit(request),
  };
}

function toSampling({ temperature, top_p, top_k }: MessagesRequest): Partial<Sampling> {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(top_p === undefined ? {} : { topP: top_p }),
    ...(top_k === undefined ? {} : { topK: top_k }),
  };
}

function toToolChoice({ type, name = '' }: MessageToolChoice): ToolChoice {
  if (type === 'tool') return { name };
  return type === 'any' ? 'required' : type;
}

function toReasoning(thinking?: ThinkingRequest): ReasoningRequest | undefined {
  if (thinking?.type === 'enabled') return { budget: thinking.budget_tokens as number };
  return thinking?.type === 'disabled' ? { effort: 'none' } : undefined;
}
