import { type GgufHeader, readHeader } from '@predict-otron/llama-cpp';
import { type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { type HeaderFacts, headerFacts } from './header-facts.js';
import type { Task } from './model-settings.js';

/** A GGUF file of an embedding or reranking model. */
export interface GgufModel {
  header: GgufHeader;
  facts: HeaderFacts;
}

/** Reads the header of a file that is for this task; `undefined` for any other. Throws `MODEL_INVALID` and `UNSUPPORTED`. */
export async function openGgufModel(file: ModelFile, task: Task): Promise<GgufModel | undefined> {
  if (!file.path.endsWith('.gguf')) return undefined;
  const header = await readHeader(file.path);
  const facts = headerFacts(header);
  const asked = file.settings?.task;
  if ((asked === 'embed' || asked === 'rerank' ? asked : taskOf(facts)) !== task) return undefined;
  if (header.architecture === 't5encoder' || header.architecture === 't5') {
    // node-llama-cpp runs every model through llama_decode, which masks what follows a token
    throw new PluginError('UNSUPPORTED', `${file.id}: T5 encoders are not computed rightly by this engine`);
  }
  return { header, facts };
}

/** What a header says its model is for. A chat model has no pooling type, so it is for neither. */
function taskOf({ encoder, pooling, rankHead }: HeaderFacts): Task | undefined {
  if (rankHead && (pooling === 'rank' || pooling === undefined)) return 'rerank';
  if (pooling === 'rank') return undefined;
  return encoder || pooling ? 'embed' : undefined;
}

/** Tokens of one text at most: the header's, or fewer where the settings say so. Throws `INPUT_INVALID`. */
export function maxTokensOf({ header }: GgufModel, id: string, set: number | undefined): number {
  const own = header.contextTokens;
  if (own < 1) throw new PluginError('MODEL_INVALID', `${id} does not say how many tokens it was trained for`);
  if (set !== undefined && set > own) {
    const message = `settings.maxTokens is ${set}, which is more than the ${own} positions that ${id} has`;
    throw new PluginError('INPUT_INVALID', message, { param: 'settings.maxTokens' });
  }
  return set ?? own;
}
