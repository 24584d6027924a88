import { CliError } from '../cli-error.js';
import type { ChatStats } from './chat-stats.js';
import type { Conversation } from './conversation.js';

export const CHAT_HELP = `/model [id]     talk to another model, or tell which one it is and which there are
/system [text]  set the instructions that come first, or show them
/save FILE      write the conversation to a file
/load FILE      go on with a saved one
/clear          forget the conversation, keep the instructions
/stats          tokens and times
/help           this
/exit           leave; so do Ctrl+D and Ctrl+C twice
A \\ at the end of a line goes on in the next one; """ begins and ends a text of several lines.
Esc or Ctrl+C stops an answer.`;

/** What the commands of a chat work on. */
export interface ChatState {
  conversation: Conversation;
  stats: ChatStats;
  /** Ids and aliases of the language models of the server. */
  listModels(): Promise<string[]>;
}

const needed = (argument: string, what: string) => {
  if (argument === '') throw new CliError(`Name ${what}.`);
  return argument;
};

const COMMANDS: Record<string, (state: ChatState, argument: string) => string | Promise<string>> = {
  model: async ({ conversation, listModels }, id) => {
    const models = await listModels();
    if (id === '') return `${conversation.model}; there are ${models.join(', ')}`;
    if (id !== 'default' && !models.includes(id))
      throw new CliError(`There is no model "${id}". There are ${models.join(', ')}.`);
    conversation.model = id;
    return `Now ${id} answers.`;
  },
  system: ({ conversation }, text) => {
    if (text === '') return conversation.system || 'There are no instructions.';
    conversation.system = text;
    return 'The instructions are set.';
  },
  save: ({ conversation }, file) => {
    conversation.save(needed(file, 'a file: /save FILE'));
    return `Saved ${conversation.turns.length} messages.`;
  },
  load: ({ conversation }, file) => {
    conversation.load(needed(file, 'a file: /load FILE'));
    return `Loaded ${conversation.turns.length} messages with ${conversation.model}.`;
  },
  clear: ({ conversation }) => {
    conversation.turns = [];
    return 'The conversation is forgotten.';
  },
  stats: ({ stats }) => String(stats),
  help: () => CHAT_HELP,
};

/** Runs what begins with a `/`; resolves with what to tell, or undefined to leave. */
export async function runSlashCommand(line: string, state: ChatState): Promise<string | undefined> {
  const [, name = '', argument = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  if (['exit', 'bye', 'quit'].includes(name)) return undefined;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new CliError(`There is no /${name}. /help lists what there is.`);
  return command(state, argument.trim());
}
