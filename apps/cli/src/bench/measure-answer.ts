import type { ServerClient } from '../http/server-client.js';
import { streamChat } from '../http/stream-chat.js';

/** What one streamed answer took. */
export interface Sample {
  /** To the first piece of the answer, in milliseconds. */
  firstTokenMs: number;
  totalMs: number;
  /** As the server counts them; the number of pieces where it does not. */
  tokens: number;
}

/** Asks once. Throws when there is no answer. */
export async function measureAnswer(
  client: ServerClient,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Sample> {
  const begun = performance.now();
  let first: number | undefined;
  let pieces = 0;
  let tokens: number | undefined;
  for await (const piece of streamChat(client, body, signal)) {
    if (piece.type === 'usage') tokens = piece.usage.completion_tokens;
    if (piece.type !== 'text' && piece.type !== 'reasoning') continue;
    first ??= performance.now();
    pieces++;
  }
  const end = performance.now();
  return { firstTokenMs: (first ?? end) - begun, totalMs: end - begun, tokens: tokens ?? pieces };
}
