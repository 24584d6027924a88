import { readFileSync, writeFileSync } from 'node:fs';
import { CliError } from '../cli-error.js';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What was said, and to whom. */
export class Conversation {
  system = '';
  turns: Message[] = [];

  constructor(public model: string) {}

  get messages(): Message[] {
    return [...(this.system ? [{ role: 'system' as const, content: this.system }] : []), ...this.turns];
  }

  /** Writes it to a file, readable for its owner alone. */
  save(path: string): void {
    const { model, messages } = this;
    try {
      writeFileSync(path, `${JSON.stringify({ model, messages }, null, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      throw new CliError(`It cannot be saved: ${(error as Error).message}`);
    }
  }

  /** Goes on with a saved one. What is no conversation changes nothing. */
  load(path: string): void {
    const { model, messages } = read(path);
    this.model = model;
    this.system = messages.find(({ role }) => role === 'system')?.content ?? '';
    this.turns = messages.filter(({ role }) => role !== 'system');
  }
}

function read(path: string): { model: string; messages: Message[] } {
  let saved: { model?: unknown; messages?: unknown };
  try {
    saved = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliError(`It cannot be loaded: ${(error as Error).message}`);
  }
  const { model, messages } = saved ?? {};
  if (typeof model !== 'string' || !Array.isArray(messages) || !messages.every(isMessage))
    throw new CliError(`${path} is no saved conversation.`);
  return { model, messages };
}

const isMessage = (it: unknown): it is Message => {
  const { role, content } = (it ?? {}) as Partial<Message>;
  return ['system', 'user', 'assistant'].includes(String(role)) && typeof content === 'string';
};
