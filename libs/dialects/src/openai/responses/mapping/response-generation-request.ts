import type { GenerationRequest, Message, Tool, ToolChoice } from '@predict-otron/plugin-sdk';
import { timeLimit } from '../../../fields/time-limit-fields.js';
import { toTools } from '../../chat/chat-generation-request.js';
import { toConstraint } from '../../constraint.js';
import { toSampling } from '../../sampling.js';
import type { ResponseItem } from '../items/response-item.js';
import { INCLUDE_LOGPROBS } from '../request/include-field.js';
import type { ResponseRequest } from '../request/response-request.js';
import type { TextFormatRequest } from '../request/text-request.js';
import type { ResponseToolChoice } from '../request/tool-choice-field.js';
import { responseConversation } from './response-conversation.js';

/** What a model is asked by a request for a response. `items`: the whole conversation. */
export function responseGenerationRequest(request: ResponseRequest, items: ResponseItem[]): GenerationRequest {
  const { max_output_tokens: maxTokens, include = [], top_logprobs: top = 0, truncation, reasoning, text } = request;
  return {
    prompt: responsePrompt(request, items),
    sampling: toSampling(request),
    stop: [],
    n: 1,
    contextOverflow: truncation === 'auto' ? 'trim' : 'refuse',
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...toConstraint({ response_format: text?.format && toFormat(text.format) }),
    ...(request.tools?.length ? toCallRules(request) : {}),
    ...(include.includes(INCLUDE_LOGPROBS) ? { logprobs: { top, prompt: false } } : {}),
    ...(reasoning?.effort === undefined ? {} : { reasoning: { effort: reasoning.effort } }),
    ...timeLimit(request),
  };
}

/** The conversation and the functions that a model is shown. */
export function responsePrompt(
  { instructions, tools = [] }: Pick<ResponseRequest, 'instructions' | 'tools'>,
  items: ResponseItem[],
): { messages: Message[]; tools?: Tool[] } {
  const system: Message[] =
    instructions === undefined ? [] : [{ role: 'system', content: [{ type: 'text', text: instructions }] }];
  return {
    messages: [...system, ...responseConversation(items)],
    ...(tools.length > 0 ? { tools: toTools(tools.map((tool) => ({ type: 'function', function: tool }))) } : {}),
  };
}

function toCallRules({ tool_choice, parallel_tool_calls }: ResponseRequest) {
  return {
    ...(tool_choice === undefined ? {} : { toolChoice: toToolChoice(tool_choice) }),
    ...(parallel_tool_calls === undefined ? {} : { parallelToolCalls: parallel_tool_calls }),
  };
}

function toToolChoice(choice: ResponseToolChoice): ToolChoice {
  return typeof choice === 'string' ? choice : { name: choice.name };
}

/** The format as a request for chat has it. */
function toFormat({ type, schema }: TextFormatRequest) {
  return { type, ...(schema === undefined ? {} : { json_schema: { schema } }) };
}
