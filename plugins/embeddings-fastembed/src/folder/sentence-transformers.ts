import { join } from 'node:path';
import { type EmbedderInfo, type JsonObject, PluginError } from '@predict-otron/plugin-sdk';
import { readJson, readJsonValue } from './model-folder.js';

/** Names of the pooling modes in `1_Pooling/config.json`: the flags up to version 5.2, then one text. */
const POOLING: Record<string, EmbedderInfo['pooling']> = {
  pooling_mode_cls_token: 'cls',
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_lasttoken: 'last',
  cls: 'cls',
  mean: 'mean',
  lasttoken: 'last',
};

/** Modules of sentence-transformers that are carried out here. */
const MODULES = ['Transformer', 'Pooling', 'Normalize'];

/** The pooling that the folder's `1_Pooling` names, if any. Throws `UNSUPPORTED` for one that is not built. */
export async function statedPooling(path: string): Promise<EmbedderInfo['pooling'] | undefined> {
  const config = await readJson(join(path, '1_Pooling', 'config.json'));
  return config && poolingOf(config, path);
}

/**
 * Throws `UNSUPPORTED` for a model that goes on after pooling, as with the module Dense: of its graph's vectors for
 * tokens alone the right vectors cannot be made.
 */
export async function checkModules(path: string): Promise<void> {
  const modules = (await readJsonValue(join(path, 'modules.json'))) ?? [];
  const types = Array.isArray(modules) ? modules.map((module) => String((module as JsonObject)?.type)) : [];
  const other = types.map((type) => type.split('.').at(-1) ?? '').find((name) => !MODULES.includes(name));
  if (other === undefined) return;
  const message = `${path} has the module ${other}, which its ONNX file lacks: export it with its sentence_embedding`;
  throw new PluginError('UNSUPPORTED', message);
}

/** The texts that the folder's prompts put before a query or a passage, as far as it names them. */
export async function statedPrefixes(path: string): Promise<Partial<EmbedderInfo['prefixes']>> {
  return prefixesOf((await readJson(join(path, 'config_sentence_transformers.json')))?.prompts);
}

/** The length to which sentence-transformers would cut a text, if it says one. */
export async function statedMaxTokens(path: string): Promise<number | undefined> {
  const maxTokens = (await readJson(join(path, 'sentence_bert_config.json')))?.max_seq_length;
  return typeof maxTokens === 'number' && maxTokens > 0 ? maxTokens : undefined;
}

function poolingOf(config: JsonObject, path: string): EmbedderInfo['pooling'] {
  const flags = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const modes = typeof config.pooling_mode === 'string' ? [config.pooling_mode] : flags;
  const pooling = modes.length === 1 ? POOLING[modes[0] as string] : undefined;
  if (pooling && config.include_prompt !== false) return pooling;
  const what = pooling ? 'pooling without the prompt' : `the pooling ${modes.join(' with ') || 'of no kind'}`;
  throw new PluginError(
    'UNSUPPORTED',
    `${path} asks for ${what}; built are cls, mean and last. If one of them will do, name it in settings.pooling`,
    { param: 'settings.pooling' },
  );
}

function prefixesOf(prompts: unknown): Partial<EmbedderInfo['prefixes']> {
  if (typeof prompts !== 'object' || prompts === null) return {};
  const { query, passage, document } = prompts as Record<string, unknown>;
  const prefixes: Partial<EmbedderInfo['prefixes']> = {};
  if (typeof query === 'string') prefixes.query = query;
  const forPassages = passage ?? document;
  if (typeof forPassages === 'string') prefixes.passage = forPassages;
  return prefixes;
}
