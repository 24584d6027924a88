import type { ChatEvent } from '../../../src/shared/chat-event.js';
import type { ChatRequest } from '../../../src/shared/chat-request.js';

/** Asks a model for one answer. An abort of the signal ends it; errors are ChatErrors. */
export type AskModel = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<ChatEvent>;
