import { type GgufHeader, readHeader } from '../gguf/header.js';

/** What says in a header that it is a LoRA adapter. */
interface AdapterMetadata {
  general?: { type?: unknown };
  adapter?: { type?: unknown };
}

/**
 * True where the file at `adapterPath` is a LoRA adapter for the model at `basePath`: of the same architecture, and with a
 * pair of low-rank tensors for tensors of the model, each of the right shape.
 */
export async function adapts(adapterPath: string, basePath: string): Promise<boolean> {
  if (!adapterPath.endsWith('.gguf') || !basePath.endsWith('.gguf')) return false;
  const [adapter, base] = await Promise.all([readHeader(adapterPath), readHeader(basePath)]);
  const { general, adapter: kind } = adapter.info.metadata as AdapterMetadata;
  if (general?.type !== 'adapter' || kind?.type !== 'lora' || adapter.architecture !== base.architecture) return false;
  const shapes = shapesOf(base);
  const pairs = [...shapesOf(adapter)].filter(([name]) => /\.lora_[ab]$/.test(name));
  return pairs.length > 0 && pairs.every(([name, shape]) => suits(name, shape, shapes));
}

/** `lora_a` reads what the model's tensor reads, `lora_b` writes what it writes; llama.cpp counts the read side first. */
function suits(name: string, shape: number[], base: ReadonlyMap<string, number[]>): boolean {
  const target = base.get(name.slice(0, -'.lora_a'.length));
  return target !== undefined && (name.endsWith('a') ? shape[0] === target[0] : shape[1] === target[1]);
}

function shapesOf({ info }: GgufHeader): Map<string, number[]> {
  return new Map((info.fullTensorInfo ?? []).map(({ name, dimensions }) => [name, dimensions.map(Number)]));
}
