import { stat } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import type { GgufFileInfo } from 'node-llama-cpp';
import { checkHeader } from './check-header.js';
import { checkShape } from './check-shape.js';
import { hasInfillTokens } from './infill-tokens.js';

/** What a GGUF file says of itself before its weights. */
export interface GgufHeader {
  /** As the file names it: `llama`, `gemma3`, `bert`, … */
  architecture: string;
  name?: string;
  parameters: number;
  contextTokens: number;
  vocabularyTokens: number;
  layers: number;
  quantization: string;
  weightBytes: number;
  chatTemplate?: string;
  /** Tokens that each layer looks back, where the model slides a window. */
  slidingWindow?: number;
  /** It has tokens that mark a gap to fill. */
  infill: boolean;
  /** Length of what was read of the file, or of the first one of several. */
  headerBytes: number;
  /** All of it, for what this summary leaves out. The vocabulary's own lists are not read. */
  info: GgufFileInfo;
}

const LISTS = ['tokens', 'scores', 'token_type', 'merges'].map((name) => `tokenizer.ggml.${name}`);
const read = new Map<string, Promise<GgufHeader>>();

/** Reads a GGUF header, once for each version of the file. Throws `MODEL_INVALID` for a file that is none. */
export async function readHeader(path: string): Promise<GgufHeader> {
  const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
    throw new PluginError('MODEL_INVALID', `The model file cannot be read: ${String(error)}`);
  });
  const key = `${path}\n${size}\n${mtimeMs}`;
  let header = read.get(key);
  if (!header) {
    header = parse(path);
    header.catch(() => read.delete(key));
    read.set(key, header);
  }
  return header;
}

async function parse(path: string): Promise<GgufHeader> {
  const [headerBytes = 0] = await Promise.all(partsOf(path).map(checkHeader));
  const { GgufFileType, readGgufFileInfo } = await import('node-llama-cpp');
  let info: GgufFileInfo;
  try {
    info = await readGgufFileInfo(path, { sourceType: 'filesystem', ignoreKeys: LISTS, logWarnings: false });
  } catch (error) {
    throw new PluginError('MODEL_INVALID', `This is not a complete GGUF file: ${String(error)}`, {}, { cause: error });
  }
  const quantization = GgufFileType[info.metadata.general?.file_type ?? -1] ?? 'unknown';
  return {
    ...summarize(info),
    headerBytes,
    quantization: quantization.replace(/^(ALL|MOSTLY)_/, ''),
    weightBytes: await weightBytes(info),
    infill: await hasInfillTokens(path, info),
  };
}

/** All files of a model that is split, by their names: the engine goes on to read the others by itself. */
function partsOf(path: string): string[] {
  const [tail = '', count] = /-\d{5}-of-(\d{5})\.gguf$/.exec(path) ?? [];
  if (count === undefined) return [path];
  const number = (i: number) => String(i + 1).padStart(5, '0');
  return Array.from(
    { length: Number(count) },
    (_, i) => `${path.slice(0, -tail.length)}-${number(i)}-of-${count}.gguf`,
  );
}

/** Bytes of all shards less their headers. A file that was cut is known by its tensors, which would lie behind its end. */
async function weightBytes(info: GgufFileInfo): Promise<number> {
  let bytes = 0;
  for (const source of info.sourceData) {
    if (source.type === 'path') bytes += (await stat(source.path)).size - source.length;
  }
  const lastOffset = Math.max(0, ...(info.tensorInfo ?? []).map(({ offset }) => Number(offset)));
  if (bytes <= lastOffset) {
    throw new PluginError('MODEL_INVALID', 'The GGUF file was cut: its weights are missing. Fetch it again.');
  }
  return bytes;
}

function summarize(info: GgufFileInfo): Omit<GgufHeader, 'headerBytes' | 'quantization' | 'weightBytes' | 'infill'> {
  const { general, tokenizer } = info.metadata;
  const architecture = general?.architecture;
  if (!architecture) throw new PluginError('MODEL_INVALID', 'The GGUF file names no architecture.');
  const own = info.architectureMetadata;
  checkShape(own);
  const window = own.attention?.sliding_window;
  const tensors = info.fullTensorInfo ?? [];
  const embedding = tensors.find(({ name }) => name === 'token_embd.weight');
  const template = tokenizer?.chat_template;
  return {
    architecture,
    ...(general.name !== undefined && { name: general.name }),
    parameters: tensors.reduce((sum, { dimensions }) => sum + elements(dimensions), 0),
    contextTokens: Number(own.context_length ?? 0),
    vocabularyTokens: Number(own.vocab_size ?? embedding?.dimensions.at(-1) ?? 0),
    layers: Number(own.block_count ?? 0),
    ...(typeof template === 'string' && { chatTemplate: template }),
    ...(window && { slidingWindow: Number(window) }),
    info,
  };
}

function elements(dimensions: readonly (number | bigint)[]): number {
  return dimensions.reduce<number>((product, size) => product * Number(size), 1);
}
