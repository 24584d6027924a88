/** What the file name of a GGUF tells. */
export interface ModelName {
  /** The file name without `.gguf`, shard number and quantization. */
  id: string;
  /** In capitals, such as `Q4_K_M`; absent where the name tells none. */
  quantization?: string;
}

const EXTENSION = /\.gguf$/i;
const SHARD = /-(\d{5})-of-\d{5}$/;
/** `Q8_0`, `IQ3_XXS`, `TQ1_0`, `BF16`, `MXFP4_MOE`, and with a maker's mark such as `UD-Q4_K_XL` or `i1-Q4_K_M`. */
const QUANTIZATION = /[-._]((?:UD-|i1-)?(?:I?Q\d(?:_[A-Z0-9]{1,3})*|TQ\d_\d|MXFP4(?:_MOE)?|B?F16|FP16|F32|FP32))$/i;

/** `Llama-3.2-1B-Instruct-Q4_K_M.gguf` is `Llama-3.2-1B-Instruct` in `Q4_K_M`. */
export function modelName(fileName: string): ModelName {
  const stem = fileName.replace(EXTENSION, '').replace(SHARD, '');
  const match = QUANTIZATION.exec(stem);
  if (!match?.[1] || match.index === 0) return { id: stem };
  return { id: stem.slice(0, match.index), quantization: match[1].toUpperCase() };
}

/** True for a GGUF that stands for a model: a whole one, or the first shard of several. */
export function isModelFileName(fileName: string): boolean {
  if (!EXTENSION.test(fileName)) return false;
  const shard = SHARD.exec(fileName.replace(EXTENSION, ''));
  return shard === null || shard[1] === '00001';
}

/**
 * One id for each name, in order: the first of an id keeps it, a later one gets its quantization after a colon
 * (`id:Q4_K_M`), and a number where that is taken too.
 */
export function uniqueIds(names: ModelName[]): string[] {
  const taken = new Set<string>();
  return names.map(({ id, quantization }) => {
    let unique = id;
    if (taken.has(unique) && quantization) unique = `${id}:${quantization}`;
    for (let number = 2; taken.has(unique); number++)
      unique = `${id}:${quantization ? `${quantization}-` : ''}${number}`;
    taken.add(unique);
    return unique;
  });
}
