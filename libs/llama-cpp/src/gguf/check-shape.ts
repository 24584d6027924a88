import { PluginError } from '@predict-otron/plugin-sdk';

/** Beyond what any model has; llama.cpp multiplies them, and divides by them, before it looks at the weights. */
const RANGES: readonly [key: string, least: number, most: number][] = [
  ['block_count', 1, 4096],
  ['context_length', 1, 2 ** 30],
  ['embedding_length', 1, 2 ** 20],
  ['attention.key_length', 1, 2 ** 16],
  ['attention.value_length', 1, 2 ** 16],
  ['rope.dimension_count', 1, 2 ** 16],
  ['expert_count', 0, 2 ** 16],
  ['expert_used_count', 0, 2 ** 16],
  ['vocab_size', 1, 2 ** 28],
];
const HEADS = ['attention.head_count', 'attention.head_count_kv'];

/** Throws `MODEL_INVALID` where a header's numbers are those of no model. What it does not name is left to llama.cpp. */
export function checkShape(own: object): void {
  for (const [key, least, most] of RANGES) {
    const value = valueAt(own, key);
    if (isNumber(value)) refuseUnless(Number(value) >= least && Number(value) <= most, key, value);
  }
  // models without attention in all layers name a number for each, or none at all
  const recurrent = 'ssm' in own || 'wkv' in own;
  for (const key of HEADS) {
    const value = valueAt(own, key);
    if (isNumber(value)) refuseUnless(Number(value) >= (recurrent ? 0 : 1) && Number(value) <= 2 ** 16, key, value);
  }
  const [all, used] = [valueAt(own, 'expert_count'), valueAt(own, 'expert_used_count')];
  if (isNumber(all) && isNumber(used)) refuseUnless(Number(used) <= Number(all), 'expert_used_count', used);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function valueAt(own: object, key: string): unknown {
  return key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], own);
}

function refuseUnless(right: boolean, key: string, value: number | bigint): void {
  if (right) return;
  throw new PluginError('MODEL_INVALID', `The GGUF file says that ${key} is ${value}, which no model has.`);
}
