import { type ChatSettings, settingsFromForm } from '../shared/chat-settings.js';
import { type ChatTurn, parseTurns } from '../shared/chat-turn.js';

/** What the chat form says. */
export interface PostedForm {
  model: string;
  settings: ChatSettings;
  /** The conversation with the new message at its end. */
  turns: ChatTurn[];
}

/** Reads the chat form. Throws a RangeError whose message is for the reader. */
export function readForm(body: unknown): PostedForm {
  if (!(body instanceof URLSearchParams)) throw new RangeError('The form is empty.');
  // an example is a button with a message of its own, beside the empty field
  const message = body
    .getAll('message')
    .find((text) => text.trim() !== '')
    ?.replaceAll('\r\n', '\n');
  if (message === undefined) throw new RangeError('The message is empty: write something first.');
  const turns = turnsOf(body.get('turns') ?? '');
  // an answer that did not come leaves its question at the end; it is asked anew
  if (turns.at(-1)?.role === 'user') turns.pop();
  return {
    model: body.get('model') || 'default',
    settings: settingsFromForm(body),
    turns: [...turns, { role: 'user', text: message }],
  };
}

function turnsOf(json: string): ChatTurn[] {
  try {
    return parseTurns(json);
  } catch {
    throw new RangeError('The conversation in the form cannot be read: begin a new one.');
  }
}
