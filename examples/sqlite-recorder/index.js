import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { finalize, tap } from 'rxjs';

const COLUMNS = 'request_id, at, model, prompt, answers, finish_reasons, prompt_tokens, generated_tokens';

/** @type {import('@predict-otron/plugin-sdk').Plugin} */
export default {
  apiVersion: 1,
  name: 'sqlite-recorder',
  configSchema: { type: 'object', properties: { file: { type: 'string' } }, additionalProperties: false },
  setup: ({ config, cacheFolder, logger }) => {
    const database = new sqlite.Database(config.file ?? join(cacheFolder, 'conversations.db'));
    database.exec(`CREATE TABLE IF NOT EXISTS conversations (${COLUMNS})`);
    const stage = {
      name: 'record',
      // after all others: what the client gets is what is kept
      order: 1000,
      permissions: { models: ['*'], readPrompts: true, buffers: false },
      events: (asked) => (events) => {
        const conversation = new Conversation();
        const keep = finalize(() => {
          try {
            database.run(`INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, conversation.row(asked));
          } catch (error) {
            // a full disk must not end an answer
            logger.error(`A conversation was not recorded: ${error.message}`);
          }
        });
        return events.pipe(
          tap((event) => conversation.hear(event)),
          keep,
        );
      },
    };
    return { stages: [stage], dispose: async () => database.isOpen && database.close() };
  },
};

/** What is known of one request. It is kept also where the client left in the middle. */
class Conversation {
  answers = [];
  finishReasons = [];
  promptTokens = 0;
  generatedTokens = 0;

  hear({ type, index, kind, text, tokens, finishReason }) {
    if (type === 'prompt') this.promptTokens = tokens;
    if (type === 'end') this.finishReasons[index] = finishReason;
    if (type === 'delta') this.generatedTokens += tokens;
    if (kind === 'text') this.answers[index] = (this.answers[index] ?? '') + text;
  }

  row({ requestId, model, request: { prompt } }) {
    const texts = [prompt, this.answers, this.finishReasons].map((value) => JSON.stringify(value));
    return [requestId, new Date().toISOString(), model, ...texts, this.promptTokens, this.generatedTokens];
  }
}
