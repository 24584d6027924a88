import type { ChatCompletionRequest } from '@predict-otron/dialects';
import type { GenerationEvent, ToolCallDelta } from '@predict-otron/plugin-sdk';

type Messages = ChatCompletionRequest['messages'];

/** The answer of one turn as its pieces add up, in the form in which a client would send it back. */
export class ConversationTurn {
  private text = '';
  private reasoning = '';
  private ended = false;
  private readonly calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[] = [];

  hear(event: GenerationEvent): void {
    if (event.type === 'end') this.ended = true;
    if (event.type !== 'delta') return;
    if (event.kind === 'tool-call') this.hearCall(event);
    else if (event.kind === 'reasoning') this.reasoning += event.text;
    else this.text += event.text;
  }

  /** None when nothing was said. Calls that were cut off are left out: nobody could answer them. */
  message(): Messages {
    const calls = this.ended ? this.calls : [];
    if (this.text === '' && calls.length === 0) return [];
    return [
      {
        role: 'assistant',
        content: [{ type: 'text', text: this.text }],
        ...(this.reasoning === '' ? {} : { reasoning_content: this.reasoning }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      },
    ];
  }

  private hearCall({ call, id = '', name = '', argumentsDelta }: ToolCallDelta): void {
    const known = this.calls[call];
    if (known) known.function.arguments += argumentsDelta;
    else this.calls[call] = { id, type: 'function', function: { name, arguments: argumentsDelta } };
  }
}
