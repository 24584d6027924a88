import { PluginError } from '@predict-otron/plugin-sdk';
import { modelName } from '../model-name.js';
import { byPreference } from './by-preference.js';
import type { FileGroup } from './file-group.js';
import type { FilePreference } from './file-preference.js';
import type { HubReference } from './model-reference.js';

/** Best first, where nobody asks for a certain one: small, and hardly worse than the whole. */
const PREFERRED = [
  'Q4_K_M',
  'UD-Q4_K_XL',
  'Q4_K_S',
  'Q5_K_M',
  'Q8_0',
  'Q6_K',
  'Q4_0',
  'MXFP4',
  'IQ4_XS',
  'BF16',
  'F16',
  'FP16',
];
const SHARD = /-(\d{5})-of-(\d{5})\.gguf$/i;
/** Beside a tokenizer and a graph: what says how vectors are pooled, how long a text may be, and the like. */
const ONNX_COMPANIONS =
  /^(tokenizer\.json|config\.json|tokenizer_config\.json|special_tokens_map\.json|vocab\.txt|modules\.json|config_sentence_transformers\.json|sentence_bert_config\.json|\d_[A-Za-z]+\/config\.json)$/;

/** Every complete model among these paths, the preferred ones first. */
export function fileGroups(paths: readonly string[]): FileGroup[] {
  return [...ggufGroups(paths), ...onnxGroups(paths)];
}

/** By what a file is chosen where a reference names none. */
export interface FileChoice {
  preference?: FilePreference;
  /** Bytes of the files, as far as they are known. */
  sizes?: ReadonlyMap<string, number>;
}

/** The model that a reference means. Throws `MODEL_NOT_FOUND` or `MODEL_INVALID`, with what there is instead. */
export function chooseFiles(
  { repo, file, quantization }: HubReference,
  paths: readonly string[],
  { preference, sizes = new Map() }: FileChoice = {},
): FileGroup {
  const formats = [ggufGroups(paths), onnxGroups(paths)];
  const groups = formats.flatMap((group) => (preference ? byPreference(group, preference, sizes) : group));
  if (groups.length === 0) throw nothingToRun(repo, paths);
  const found = groups.find((group) =>
    file === undefined ? quantization === undefined || group.quantization === quantization : group.files.includes(file),
  );
  if (found) return found;
  const known =
    file === undefined ? groups.flatMap((group) => group.quantization ?? []) : groups.map(({ entry }) => entry);
  const wanted = file === undefined ? `quantization ${quantization}` : `file ${file}`;
  const message = `${repo} has no ${wanted}. It has: ${[...new Set(known)].join(', ')}.`;
  throw new PluginError('MODEL_NOT_FOUND', message, { param: 'model' });
}

function ggufGroups(paths: readonly string[]): FileGroup[] {
  const groups = new Map<string, FileGroup & { shards: number }>();
  for (const path of [...paths].sort()) {
    const base = path.slice(path.lastIndexOf('/') + 1);
    // a projector belongs to a model for images, it is none itself
    if (!/\.gguf$/i.test(base) || /mmproj/i.test(base)) continue;
    const key = path.replace(SHARD, '');
    const { id: stem, quantization } = modelName(base);
    const group = groups.get(key) ?? {
      format: 'gguf' as const,
      stem,
      ...(quantization && { quantization }),
      entry: path,
      files: [],
      shards: Number(SHARD.exec(base)?.[2] ?? 1),
    };
    group.files.unshift(path);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ files, shards }) => files.length === shards)
    .map(({ shards: _, ...group }) => group)
    .sort((a, b) => rank(a) - rank(b) || a.stem.length - b.stem.length || (a.entry < b.entry ? -1 : 1));
}

function rank({ quantization }: FileGroup): number {
  const place = PREFERRED.indexOf(quantization ?? '');
  return place < 0 ? PREFERRED.length : place;
}

/** Graphs by how whole their numbers are; one that is quantized is taken where it is asked for or the only one. */
function onnxGroups(paths: readonly string[]): FileGroup[] {
  if (!paths.includes('tokenizer.json') || !paths.includes('config.json')) return [];
  const companions = paths.filter((path) => ONNX_COMPANIONS.test(path));
  const graphs = paths
    .filter((path) => /^(onnx\/)?[^/]+\.onnx$/.test(path))
    .sort((a, b) => graphRank(a) - graphRank(b));
  return graphs.map((entry) => {
    const quantization = /model_(.+)\.onnx$/.exec(entry)?.[1]?.toUpperCase();
    const weights = paths.filter(
      (path) => path.startsWith(`${entry}_data`) || path === entry.replace(/\.onnx$/, '.onnx.data'),
    );
    return {
      format: 'onnx' as const,
      stem: '',
      ...(quantization && { quantization }),
      entry,
      files: [...companions, ...weights, entry],
    };
  });
}

function graphRank(path: string): number {
  const place = ['model_optimized.onnx', 'model.onnx', 'model_quantized.onnx'].findIndex((name) => path.endsWith(name));
  return place < 0 ? 3 : place;
}

function nothingToRun(repo: string, paths: readonly string[]): PluginError {
  const what = paths.some((path) => path.endsWith('.safetensors')) ? 'safetensors only' : 'no model files';
  const name = repo.slice(repo.indexOf('/') + 1);
  const message = `${repo} has ${what}; GGUF, or ONNX with tokenizer.json, is needed. Look for "${name} GGUF" on the Hub.`;
  return new PluginError('MODEL_INVALID', message, { param: 'model' });
}
