import { type EmbedderInfo, type JsonValue, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';

/** What `ModelFile.settings` may say of an ONNX model. All is optional: the folder itself is asked first. */
export interface ModelSettings {
  /** What the model is for, where its files do not tell. */
  task?: 'embed' | 'rerank';
  pooling?: EmbedderInfo['pooling'];
  /** Scale vectors to length 1. */
  normalize?: boolean;
  prefixes?: Partial<EmbedderInfo['prefixes']>;
  matryoshkaDimensions?: number[];
  /** Tokens of one text (or pair) at most. */
  maxTokens?: number;
  /** Path of the ONNX file inside the folder, such as `onnx/model_quantized.onnx`. */
  modelFile?: string;
}

type Check = (value: JsonValue) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;

const CHECKS: Record<keyof ModelSettings, [expected: string, check: Check]> = {
  task: ['embed or rerank', (value) => value === 'embed' || value === 'rerank'],
  pooling: ['cls, mean or last', (value) => value === 'cls' || value === 'mean' || value === 'last'],
  normalize: ['true or false', (value) => typeof value === 'boolean'],
  prefixes: ['an object with the texts query and passage', isPrefixes],
  matryoshkaDimensions: ['a list of whole numbers above 0', (value) => Array.isArray(value) && value.every(isCount)],
  maxTokens: ['a whole number above 0', isCount],
  modelFile: ['the path of a file inside the folder', isText],
};

/** Settings that only an embedding model has. */
const EMBEDDING_ONLY: (keyof ModelSettings)[] = ['pooling', 'normalize', 'prefixes', 'matryoshkaDimensions'];

function isPrefixes(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, text]) => (key === 'query' || key === 'passage') && isText(text));
}

/** The settings that are needed before it is known what the folder holds. Throws `INPUT_INVALID`. */
export function earlySettings({ settings }: ModelFile): Pick<ModelSettings, 'task' | 'modelFile'> {
  const early: Pick<ModelSettings, 'task' | 'modelFile'> = {};
  for (const key of ['task', 'modelFile'] as const) {
    const value = settings?.[key];
    if (value !== undefined) Object.assign(early, { [key]: checked(key, value) });
  }
  return early;
}

/** Checks all of a model's settings. Throws `INPUT_INVALID` with `details.param`. */
export function readSettings({ settings }: ModelFile, task: 'embed' | 'rerank'): ModelSettings {
  for (const [key, value] of Object.entries(settings ?? {})) {
    if (!(key in CHECKS)) throw invalid(key, `is not known here; known are ${Object.keys(CHECKS).join(', ')}`);
    checked(key as keyof ModelSettings, value);
    if (task === 'rerank' && EMBEDDING_ONLY.includes(key as keyof ModelSettings)) {
      throw invalid(key, 'means nothing to a reranking model: leave it out');
    }
  }
  return (settings ?? {}) as ModelSettings;
}

function checked(key: keyof ModelSettings, value: JsonValue): JsonValue {
  const [expected, check] = CHECKS[key];
  if (check(value)) return value;
  throw invalid(key, `must be ${expected}`);
}

function invalid(key: string, reason: string): PluginError {
  const param = `settings.${key}`;
  return new PluginError('INPUT_INVALID', `${param} ${reason}`, { param });
}
