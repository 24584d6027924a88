import type { GenerationRequest, Message, Sampling } from '@predict-otron/plugin-sdk';

/** What a request by an alias gets where it says nothing itself. */
export interface AliasPreset extends Partial<Sampling> {
  /** Tokens to generate for each answer at most. */
  maxTokens?: number;
  /** The answer ends before the first of these. */
  stop?: string[];
  /** Instructions for conversations that bring none of their own. */
  system?: string;
}

/** The request with an alias's preset under it. Pure. */
export function applyPreset(request: GenerationRequest, preset: AliasPreset): GenerationRequest {
  const { maxTokens, stop = [], system, ...sampling } = preset;
  const { prompt } = request;
  const most = request.maxTokens ?? maxTokens;
  return {
    ...request,
    prompt: 'messages' in prompt ? { ...prompt, messages: withInstructions(prompt.messages, system) } : prompt,
    sampling: { ...sampling, ...given(request.sampling) },
    stop: request.stop.length > 0 ? request.stop : stop,
    ...(most !== undefined && { maxTokens: most }),
  };
}

/** A conversation that has instructions keeps them. */
export function withInstructions(messages: Message[], system: string | undefined): Message[] {
  if (system === undefined || messages.some(({ role }) => role === 'system' || role === 'developer')) return messages;
  return [{ role: 'system', content: [{ type: 'text', text: system }] }, ...messages];
}

/** What is there but undefined says nothing. */
function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
