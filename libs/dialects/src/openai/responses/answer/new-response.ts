import type { JsonObject } from '@predict-otron/plugin-sdk';
import type { FunctionToolRequest } from '../request/function-tool-request.js';
import type { ResponseRequest } from '../request/response-request.js';
import type { TextFormatRequest } from '../request/text-request.js';
import type { OpenAiResponse } from './open-ai-response.js';
import type { ResponseFunctionTool, TypedTextFormat } from './response-settings.js';

/** What a response begins with. */
export interface ResponseHead {
  /** Such as `resp_…`. */
  id: string;
  /** Seconds since the epoch. */
  created: number;
  /** Id of the model that answers. */
  model: string;
  /** The model's own sampling, as far as it is known. */
  defaults: { temperature?: number; topP?: number };
}

/** A response of which nothing is generated yet, with what was asked for. */
export function newResponse({ id, created, model, defaults }: ResponseHead, request: ResponseRequest): OpenAiResponse {
  return {
    id,
    object: 'response',
    created_at: created,
    completed_at: null,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    model,
    output: [],
    instructions: request.instructions ?? null,
    previous_response_id: request.previous_response_id ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: null,
    temperature: request.temperature ?? defaults.temperature ?? null,
    top_p: request.top_p ?? defaults.topP ?? null,
    top_logprobs: request.top_logprobs ?? 0,
    tools: (request.tools ?? []).map(toTool),
    tool_choice: request.tool_choice ?? 'auto',
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
    text: { format: toFormat(request.text?.format), verbosity: 'medium' },
    truncation: request.truncation ?? 'disabled',
    store: request.store ?? true,
    background: request.background ?? false,
    service_tier: 'default',
    access_programs: null,
    metadata: request.metadata ?? {},
    ...(request.user === undefined ? {} : { user: request.user }),
  };
}

function toTool({ type, name, description, parameters, strict }: FunctionToolRequest): ResponseFunctionTool {
  return { type, name, description: description ?? null, parameters: parameters ?? null, strict: strict ?? null };
}

function toFormat(format: TextFormatRequest | undefined): TypedTextFormat {
  if (format?.type !== 'json_schema') return { type: format?.type ?? 'text' };
  // validation has seen to it that these are there
  const { name, schema } = format as TextFormatRequest & { name: string; schema: JsonObject };
  return { type: 'json_schema', name, schema, strict: format.strict ?? true };
}
