import type { ChatEvent } from '../../../src/shared/chat-event.js';
import type { ChatRequest } from '../../../src/shared/chat-request.js';
import { streamChat } from '../../../src/shared/stream-chat.js';

/** Asks a model for one answer. An abort of the signal ends it; errors are ChatErrors. */
export type Ask = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<ChatEvent>;

/** Over server-sent events. */
export const askOverEvents: Ask = (request, signal) => streamChat('v1/chat/completions', request, { signal });

export const ask: Ask = askOverEvents;
