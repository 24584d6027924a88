import type { FileGroup } from './file-group.js';
import type { FilePreference } from './file-preference.js';

/** What file names call a format that has another name in a preference. */
const SAME: Record<string, string> = { FP16: 'F16', FP32: 'F32' };

/** A preference names few quantizations; the others are as good as this one, and come after it. */
const LIKE_OTHERS = 'Q4_K_M';

/**
 * Models of one format as this machine prefers them: those that are small enough in the order of the preference, then the
 * others, the smallest first. What it does not tell apart stays in order.
 * @param sizes bytes of files; one that is not in it counts as small
 */
export function byPreference(
  groups: readonly FileGroup[],
  { files, onnx, bytes = Number.POSITIVE_INFINITY }: FilePreference,
  sizes: ReadonlyMap<string, number>,
): FileGroup[] {
  const sizeOf = (group: FileGroup) => group.files.reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0);
  const isSmall = (group: FileGroup) => sizeOf(group) <= bytes;
  const place = (group: FileGroup) => placeIn(group.format === 'gguf' ? files : onnx, group);
  return [
    ...groups.filter(isSmall).sort((a, b) => place(a) - place(b)),
    ...groups.filter((group) => !isSmall(group)).sort((a, b) => sizeOf(a) - sizeOf(b)),
  ];
}

function placeIn(names: readonly string[], group: FileGroup): number {
  const place = names.indexOf(nameOf(group));
  if (place >= 0) return place;
  const others = names.indexOf(LIKE_OTHERS);
  return others < 0 || group.quantization === undefined ? names.length : others + 0.5;
}

function nameOf({ format, quantization = '' }: FileGroup): string {
  if (format === 'gguf') return SAME[quantization] ?? quantization;
  if (quantization === '') return 'fp32';
  return quantization === 'FP16' ? 'fp16' : /^(QUANTIZED|U?INT8)$/.test(quantization) ? 'int8' : '';
}
