import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for plugins that come and go. */
export class PluginFolder {
  readonly root = mkdtempSync(join(tmpdir(), 'otron-plugins-'));
  readonly path = join(this.root, 'plugins');

  constructor() {
    mkdirSync(this.path);
  }

  /** Drops a package of plain JavaScript, in one move: nobody sees it half written. */
  drop(name: string, files: Record<string, string>): void {
    const unfinished = mkdtempSync(join(this.root, 'unfinished-'));
    const manifest = { name, version: '1.0.0', type: 'module', main: 'index.js' };
    for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files }))
      writeFileSync(join(unfinished, file), text);
    this.remove(name);
    renameSync(unfinished, join(this.path, name));
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true, force: true });
  }

  delete(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A stage that writes a mark behind each piece of text. The mark is in a module of its own. */
export const markingStage = (mark: string): Record<string, string> => ({
  'mark.js': `export const mark = ${JSON.stringify(mark)};`,
  'index.js': `
import { map } from 'rxjs';
import { mark } from './mark.js';
export default {
  apiVersion: 1,
  name: 'marking',
  setup: ({ logger }) => ({
    stages: [
      {
        name: 'marking',
        order: 1,
        permissions: { models: ['*'], readPrompts: false, buffers: false },
        events: () => map((event) => (event.type === 'delta' ? { ...event, text: event.text + mark } : event)),
      },
    ],
    dispose: async () => logger.info('disposed ' + mark),
  }),
};`,
});

/**
 * A runner with the model `words`, which says one word again and again until it is told to stop.
 * @param trouble what it does first each time that it is asked
 */
export const wordRunner = (word: string, trouble = ''): Record<string, string> => ({
  'index.js': `
import { concat, interval, map, of, take } from 'rxjs';
const none = async () => [];
const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 3, reasoningTokens: 0 };
const timings = { queueMs: 0, promptMs: 0, generationMs: 0 };
const capabilities = { chat: true, tools: false, constraints: [], reasoning: false, infill: false, modalities: ['text'],
  logprobs: { generated: false, prompt: false }, contextOverflow: ['refuse'] };
const sampling = { topP: 1, topK: 0, minP: 0, presencePenalty: 0, frequencyPenalty: 0, repeatPenalty: 1 };
const infoOf = (id) => ({ id, family: 'words', architecture: 'words', parameters: 1, contextTokens: 4096, vocabularyTokens: 1,
  quantization: 'none', weightBytes: 1, capabilities, defaults: { temperature: 1, ...sampling }, match: { score: 100, reason: 'words' } });
const delta = { type: 'delta', index: 0, kind: 'text', text: ${JSON.stringify(`${word} `)}, tokens: 1 };
export default {
  apiVersion: 1,
  name: 'words',
  setup: ({ logger }) => ({
    runners: [
      {
        id: 'words',
        offers: [{ id: 'words', path: 'words:any', aliases: [] }],
        describe: async ({ id, path }) => (path === 'words:any' ? infoOf(id) : undefined),
        estimate: none,
        load: ({ id }) => of({ type: 'loaded', model: {
          info: infoOf(id), contextTokens: 4096, parallel: 8, memory: none, tokenize: none, detokenize: async () => '',
          render: async () => ({ text: '', tokens: [] }),
          generate: ({ maxTokens = Infinity }) => {
            ${trouble}
            return concat(
              of({ type: 'prompt', tokens: 1, cachedTokens: 0, droppedTokens: 0 }),
              interval(10).pipe(take(maxTokens), map(() => delta)),
              of({ type: 'end', index: 0, finishReason: 'length', usage, timings }),
            );
          },
          dispose: async () => logger.info('unloaded ' + delta.text.trim()),
        } }),
      },
    ],
    dispose: async () => logger.info('disposed ' + delta.text.trim()),
  }),
};`,
});
