import { CliError } from '../cli-error.js';
import type { ServerClient } from '../http/server-client.js';
import { streamChat, type Usage } from '../http/stream-chat.js';
import { interrupted } from '../interruption.js';
import { ChunkTimes } from '../statistics/chunk-times.js';
import { printable } from '../terminal/printable.js';
import { styled } from '../terminal/style.js';
import { ChatStats } from './chat-stats.js';
import type { Conversation } from './conversation.js';
import type { LineReader } from './line-reader.js';
import { MarkdownStream } from './markdown-stream.js';
import { MessageAssembler } from './message-assembler.js';
import { runSlashCommand } from './slash-commands.js';

/** Asks and answers until the person leaves. */
export class ChatSession {
  private readonly assembler = new MessageAssembler();
  private readonly stats = new ChatStats();
  private answer?: AbortController;
  /** The last key was Ctrl+C: another one leaves. */
  private leaving = false;

  constructor(
    private readonly client: ServerClient,
    private readonly conversation: Conversation,
    private readonly lines: LineReader,
  ) {
    lines.on('interrupt', (empty) => this.interrupt(empty));
    lines.on('escape', () => this.answer?.abort());
    interrupted.addEventListener('abort', () => lines.close());
  }

  async run(): Promise<void> {
    for (;;) {
      const line = await this.lines.next(this.assembler.open ? '... ' : '>>> ');
      if (line === undefined) {
        // the shell goes on in a line of its own
        if (process.stdin.isTTY) process.stdout.write('\n');
        return;
      }
      this.leaving = false;
      const message = this.assembler.open || !line.startsWith('/') ? this.assembler.add(line) : undefined;
      this.lines.mute();
      try {
        if (message === undefined && !this.assembler.open) {
          const { conversation, stats } = this;
          const told = await runSlashCommand(line, { conversation, stats, listModels: () => this.listModels() });
          if (told === undefined) return;
          process.stdout.write(`${printable(told)}\n`);
        } else if (message?.trim()) await this.say(message);
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        process.stderr.write(`${styled('red', printable(error.message), process.stderr)}\n${error.advice ?? ''}\n`);
      }
    }
  }

  /** Streams the answer to a message. One that fails is as if it had never been asked; a stopped one stays as far as it came. */
  private async say(content: string): Promise<void> {
    const { turns, model } = this.conversation;
    this.answer = new AbortController();
    const messages = [...this.conversation.messages, { role: 'user' as const, content }];
    const answer = { text: '', usage: undefined as Usage | undefined, stopped: false };
    const times = new ChunkTimes();
    const markdown = new MarkdownStream();
    try {
      for await (const piece of streamChat(this.client, { model, messages }, this.answer.signal)) {
        if (piece.type === 'usage') answer.usage = piece.usage;
        if (piece.type === 'reasoning') process.stdout.write(styled('dim', printable(piece.text)));
        if (piece.type !== 'text') continue;
        times.mark();
        answer.text += piece.text;
        process.stdout.write(markdown.write(printable(piece.text)));
      }
    } catch (error) {
      if (!this.answer.signal.aborted) throw error;
      answer.stopped = true;
    } finally {
      this.answer = undefined;
      process.stdout.write(`${markdown.end()}\n`);
    }
    if (answer.stopped) process.stdout.write(`${styled('dim', '(stopped)')}\n`);
    turns.push({ role: 'user', content }, { role: 'assistant', content: answer.text });
    this.stats.add(answer.usage, times);
  }

  private interrupt(empty: boolean): void {
    if (this.answer && !this.answer.signal.aborted) {
      this.leaving = true;
      this.answer.abort();
    } else if (this.leaving && empty) this.lines.close();
    else {
      const began = this.assembler.open;
      this.assembler.reset();
      this.leaving = empty && !began;
      this.lines.promptAgain('>>> ', this.leaving ? '(Ctrl+C again, or Ctrl+D, leaves)' : '');
    }
  }

  private async listModels(): Promise<string[]> {
    const { data } = await this.client.json<{ data: { id: string; kind?: string; aliases?: string[] }[] }>(
      'GET',
      '/v1/models',
    );
    return data
      .filter(({ kind = 'language' }) => kind === 'language')
      .flatMap(({ id, aliases = [] }) => [id, ...aliases]);
  }
}
