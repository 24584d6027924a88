import { type EmbedderInfo, type JsonValue, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';

/** What a model is for. */
export type Task = 'embed' | 'rerank';

/** What `ModelFile.settings` may say of a GGUF embedding or reranking model. All is optional: the header is asked first. */
export interface ModelSettings {
  /** What the model is for, where the header does not tell: a chat model can embed as well. */
  task?: Task;
  pooling?: EmbedderInfo['pooling'];
  /** Scale vectors to length 1. */
  normalize?: boolean;
  prefixes?: Partial<EmbedderInfo['prefixes']>;
  matryoshkaDimensions?: number[];
  /** Tokens of one text (or pair) at most. */
  maxTokens?: number;
}

type Check = (value: JsonValue) => boolean;

const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;

const CHECKS: Record<keyof ModelSettings, [expected: string, check: Check]> = {
  task: ['embed or rerank', (value) => value === 'embed' || value === 'rerank'],
  pooling: ['cls, mean or last', (value) => value === 'cls' || value === 'mean' || value === 'last'],
  normalize: ['true or false', (value) => typeof value === 'boolean'],
  prefixes: ['an object with the texts query and passage', isPrefixes],
  matryoshkaDimensions: ['a list of whole numbers above 0', (value) => Array.isArray(value) && value.every(isCount)],
  maxTokens: ['a whole number above 0', isCount],
};

/** Settings that a reranking model has, too. */
const OF_RERANKERS = ['task', 'maxTokens'];

/** Checks a model's settings. Throws `INPUT_INVALID` with `details.param`. */
export function readSettings({ settings = {} }: ModelFile, task: Task): ModelSettings {
  const known = Object.keys(CHECKS).filter((key) => task === 'embed' || OF_RERANKERS.includes(key));
  for (const [key, value] of Object.entries(settings)) {
    const param = `settings.${key}`;
    if (!known.includes(key)) {
      const message = `${param} is not known for a model that can ${task}; known are ${known.join(', ')}`;
      throw new PluginError('INPUT_INVALID', message, { param });
    }
    const [expected, check] = CHECKS[key as keyof ModelSettings];
    if (!check(value)) throw new PluginError('INPUT_INVALID', `${param} must be ${expected}`, { param });
  }
  return settings as ModelSettings;
}

function isPrefixes(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([key, text]) => (key === 'query' || key === 'passage') && typeof text === 'string',
  );
}
