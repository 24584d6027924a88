import type { ChatCompletionRequest } from '@predict-otron/dialects';
import { type GenerationEvent, PluginError } from '@predict-otron/plugin-sdk';
import { ConversationTurn } from './conversation-turn.js';

type Messages = ChatCompletionRequest['messages'];

/** What was said so far. */
interface Conversation {
  messages: Messages;
  busy: boolean;
}

/** A turn that goes on: hears of the answer's events, then is kept or dropped. */
export interface OpenTurn {
  /** The whole conversation with the new messages. */
  messages: Messages;
  hear(event: GenerationEvent): void;
  /** Adds the new messages and as much of the answer as there is. */
  keep(): void;
  drop(): void;
}

/** The conversations of one connection, by their names. */
export class Conversations {
  private readonly byName = new Map<string, Conversation>();
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** Throws `CONFLICT` while an answer in the conversation goes on, `TOO_LARGE` where there is no room for more. */
  begin(name: string, added: Messages): OpenTurn {
    const conversation = this.byName.get(name) ?? { messages: [], busy: false };
    if (conversation.busy) {
      const message = 'An answer in this conversation goes on already: wait for its end, or cancel it.';
      throw new PluginError('CONFLICT', message, { param: 'conversation' });
    }
    const size = sizeOf(added);
    if (this.bytes + size > this.limitBytes) {
      const message = `The conversations of this connection take more than ${this.limitBytes} bytes: open a new one.`;
      throw new PluginError('TOO_LARGE', message, { param: 'conversation', limit: this.limitBytes });
    }
    conversation.busy = true;
    this.byName.set(name, conversation);
    this.bytes += size;
    const turn = new ConversationTurn();
    return {
      messages: [...conversation.messages, ...added],
      hear: (event) => turn.hear(event),
      keep: () => {
        conversation.busy = false;
        const answer = turn.message();
        conversation.messages.push(...added, ...answer);
        this.bytes += sizeOf(answer);
      },
      drop: () => {
        conversation.busy = false;
        this.bytes -= size;
        if (conversation.messages.length === 0) this.byName.delete(name);
      },
    };
  }
}

/** Two bytes a character, as JSON. */
function sizeOf(messages: object[]): number {
  return JSON.stringify(messages).length * 2;
}
