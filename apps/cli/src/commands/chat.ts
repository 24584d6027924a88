import type { Command } from 'commander';
import { ChatSession } from '../chat/chat-session.js';
import { Conversation } from '../chat/conversation.js';
import { HistoryFile } from '../chat/history-file.js';
import { LineReader } from '../chat/line-reader.js';
import { wrongUse } from '../cli-error.js';
import { type ClientOptions, clientCommand, clientOf } from './client-command.js';

/** `otron chat [model]`. */
export function chatCommand(): Command {
  return clientCommand('chat', 'Talk to a model; /help inside tells more')
    .argument('[model]', 'the model', 'default')
    .option('-s, --system <text>', 'instructions that come first', '')
    .action(async (model: string, options: ClientOptions & { system: string }) => {
      if (options.json) throw wrongUse('A chat has no --json.', 'Use `otron run --json` for programs.');
      const client = clientOf(options);
      // a server that is away is told before the first question
      await client.json('GET', '/v1/models');
      const conversation = new Conversation(model);
      conversation.system = options.system;
      const history = new HistoryFile();
      const lines = new LineReader(process.stdin, process.stdout, history.read());
      lines.on('history', (kept) => history.write(kept));
      if (process.stdin.isTTY) process.stdout.write(`Talking to ${model} at ${client.baseUrl}. /help tells more.\n`);
      try {
        await new ChatSession(client, conversation, lines).run();
      } finally {
        lines.close();
      }
    });
}
