import { type AnswerTimings, tokensPerSecond } from './answer-stats.js';
import { ChatError, type ChatEvent } from './chat-event.js';
import type { ChatRequest } from './chat-request.js';
import { isPassing } from './passing-errors.js';
import { readLines } from './read-lines.js';

/** A chunk of a streamed chat completion, or the error that ends it. */
interface Chunk {
  choices?: { delta: { content?: string | null; reasoning_content?: string | null }; finish_reason: string | null }[];
  usage?: {
    prompt_tokens: number;
    completion_tokens: number;
    prompt_tokens_details?: { cached_tokens?: number; dropped_tokens?: number };
  } | null;
  timings?: AnswerTimings;
  warnings?: { message: string }[];
  error?: { message: string; code: string | null };
}

/**
 * One answer over `POST /v1/chat/completions` as server-sent events. Throws a ChatError; an abort of the signal ends the
 * generation and throws the signal's reason.
 */
export async function* streamChat(
  url: string | URL,
  request: ChatRequest,
  options: { signal: AbortSignal; headers?: Record<string, string>; fetch?: typeof fetch },
): AsyncGenerator<ChatEvent> {
  const begin = performance.now();
  let firstTokenMs = 0;
  let finishReason: string | undefined;
  let usage: Chunk['usage'];
  let timings: Chunk['timings'];
  for await (const chunk of chunks(url, request, options)) {
    if (chunk.error) throw toChatError(chunk.error);
    for (const { message } of chunk.warnings ?? []) yield { type: 'warning', message };
    const choice = chunk.choices?.[0];
    const { content, reasoning_content: reasoning } = choice?.delta ?? {};
    if (content || reasoning) firstTokenMs ||= performance.now() - begin;
    if (reasoning) yield { type: 'reasoning', text: reasoning };
    if (content) yield { type: 'text', text: content };
    finishReason = choice?.finish_reason ?? finishReason;
    usage = chunk.usage ?? usage;
    timings = chunk.timings ?? timings;
  }
  if (finishReason === undefined) throw lost();
  const completionTokens = usage?.completion_tokens ?? 0;
  const dropped = usage?.prompt_tokens_details?.dropped_tokens ?? 0;
  if (dropped > 0) yield { type: 'warning', message: `The ${dropped} oldest tokens no longer fit and were left out.` };
  yield {
    type: 'end',
    stats: {
      promptTokens: usage?.prompt_tokens ?? 0,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      completionTokens,
      firstTokenMs,
      tokensPerSecond: tokensPerSecond(completionTokens, timings),
      finishReason,
    },
  };
}

/** The data of the events until `[DONE]`. */
async function* chunks(
  url: string | URL,
  request: ChatRequest,
  { signal, headers, fetch: ask = fetch }: Parameters<typeof streamChat>[2],
): AsyncGenerator<Chunk> {
  try {
    const response = await ask(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      signal,
    });
    if (!response.ok || !response.body) throw await refusal(response);
    for await (const line of readLines(response.body)) {
      if (!line.startsWith('data: ')) continue;
      const data = line.slice('data: '.length);
      if (data === '[DONE]') return;
      yield JSON.parse(data);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ChatError ? error : lost();
  }
  throw lost();
}

async function refusal(response: Response): Promise<ChatError> {
  const body = (await response.json().catch(() => undefined)) as Chunk | undefined;
  const { message, code } = body?.error ?? { message: `The server answered with ${response.status}.`, code: null };
  return toChatError({ message, code: code ?? String(response.status) });
}

function toChatError({ message, code }: { message: string; code: string | null }): ChatError {
  return new ChatError(message, code ?? 'error', isPassing(code));
}

function lost(): ChatError {
  return new ChatError('The connection to the server was lost.', 'connection_lost', true);
}
