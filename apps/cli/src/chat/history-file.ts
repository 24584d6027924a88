import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** What was typed before, the newest first, for this user alone. A history that cannot be kept is no fault. */
export class HistoryFile {
  constructor(
    private readonly path = join(
      process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'),
      'predict-otron',
      'chat-history.json',
    ),
  ) {}

  read(): string[] {
    try {
      const lines: unknown = JSON.parse(readFileSync(this.path, 'utf8'));
      return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [];
    } catch {
      return [];
    }
  }

  write(lines: string[]): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      writeFileSync(this.path, JSON.stringify(lines), { mode: 0o600 });
    } catch {
      // such as a home that cannot be written
    }
  }
}
