import { CliError } from '../cli-error.js';
import { refusal, type ServerClient } from './server-client.js';

/** Tokens of a request, as the server counts them. */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
}

/** What comes of a streamed answer. */
export type ChatPiece =
  | { type: 'text' | 'reasoning' | 'waiting'; text: string }
  | { type: 'finish'; reason: string }
  | { type: 'usage'; usage: Usage };

interface Chunk {
  choices?: { delta?: { content?: string; reasoning_content?: string }; finish_reason?: string | null }[];
  usage?: Usage | null;
  error?: unknown;
}

/** A chat answer, piece by piece. To leave the loop, or the signal, cancels it. */
export async function* streamChat(
  client: ServerClient,
  request: Record<string, unknown>,
  signal?: AbortSignal,
): AsyncGenerator<ChatPiece> {
  const body = { ...request, stream: true, stream_options: { include_usage: true } };
  for await (const { data, comment } of client.events('POST', '/v1/chat/completions', body, signal)) {
    if (comment) yield { type: 'waiting', text: comment };
    if (data === undefined) continue;
    if (data === '[DONE]') return;
    yield* pieces(parse(data), client.baseUrl);
  }
  throw new CliError('The answer was cut off: the server closed the connection before its end.');
}

function parse(data: string): Chunk {
  try {
    return JSON.parse(data);
  } catch {
    throw new CliError(`The server sent what is no chunk of an answer: ${data.slice(0, 80)}`);
  }
}

function* pieces(chunk: Chunk, url: string): Generator<ChatPiece> {
  if (chunk.error) throw refusal(500, JSON.stringify(chunk), url);
  for (const { delta, finish_reason } of chunk.choices ?? []) {
    if (delta?.reasoning_content) yield { type: 'reasoning', text: delta.reasoning_content };
    if (delta?.content) yield { type: 'text', text: delta.content };
    if (finish_reason) yield { type: 'finish', reason: finish_reason };
  }
  if (chunk.usage) yield { type: 'usage', usage: chunk.usage };
}
