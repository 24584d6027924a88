import { ChatError, type ChatEvent } from '../../../src/shared/chat-event.js';
import type { ChatRequest } from '../../../src/shared/chat-request.js';
import { NO_KEY } from '../../../src/shared/passing-errors.js';
import type { Message } from '../conversation/message.js';
import type { AskModel } from '../transport/ask-model.js';

/** How often a request is tried that fails for a passing reason. */
const ATTEMPTS = 4;

/** What an answer needs of its surroundings. */
export interface AnswerSurroundings {
  ask: AskModel;
  signal: AbortSignal;
  /** What has changed about the message. */
  update(change: Partial<Message>): void;
  /** Waits until the server answers; false when it does not for too long. Rejects when it wants a key, and on an abort. */
  serverIsBack(): Promise<boolean>;
}

/**
 * Writes an answer into its message. When the server goes away in the middle, what came stays on the page until the server
 * is back and the answer begins anew. Never rejects: what goes wrong stands in the message.
 */
export async function runAnswer(request: ChatRequest, surroundings: AnswerSurroundings): Promise<void> {
  const { signal, update } = surroundings;
  try {
    await writeUntilWhole(request, surroundings);
  } catch (error) {
    const { message, code } = asChatError(error);
    const end = signal.aborted
      ? { state: 'stopped' as const }
      : { state: 'failed' as const, error: message, errorCode: code };
    update({ ...end, waiting: undefined, progress: undefined });
  }
}

async function writeUntilWhole(request: ChatRequest, surroundings: AnswerSurroundings): Promise<void> {
  const { signal, update, serverIsBack } = surroundings;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOnce(request, surroundings);
    } catch (error) {
      const passing = error instanceof ChatError && error.passing && attempt < ATTEMPTS;
      if (signal.aborted || !passing) throw error;
      update({ waiting: `${error.message} Trying again…` });
      if (!(await serverIsBack())) throw error;
    }
  }
}

function asChatError(error: unknown): ChatError {
  if (!(error instanceof ChatError)) return new ChatError(`Something went wrong: ${String(error)}`, 'error', false);
  return error.code === NO_KEY ? new ChatError('You are logged out.', NO_KEY, false) : error;
}

async function writeOnce(request: ChatRequest, { ask, signal, update }: AnswerSurroundings): Promise<void> {
  const written = { text: '', reasoning: '' };
  for await (const event of ask(request, signal)) {
    if (event.type === 'text' || event.type === 'reasoning') {
      written[event.type] += event.text;
      const { text, reasoning } = written;
      update({ text, ...(reasoning && { reasoning }), waiting: undefined, progress: undefined });
    } else {
      update(changeOf(event));
    }
  }
}

function changeOf(event: Exclude<ChatEvent, { type: 'text' | 'reasoning' }>): Partial<Message> {
  switch (event.type) {
    case 'queued':
      return { waiting: event.position === 1 ? 'Next in line…' : `Number ${event.position} in line…` };
    case 'loading':
      return { waiting: 'Loading the model…', progress: event.progress };
    case 'warning':
      return { warning: event.message };
    case 'end':
      return { state: 'whole', waiting: undefined, progress: undefined, stats: event.stats };
  }
}
