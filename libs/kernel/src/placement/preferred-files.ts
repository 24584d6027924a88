import type { FilePreference } from '@predict-otron/model-store';
import type { Device } from '@predict-otron/plugin-sdk';
import { choosePrecision } from './precision-choice.js';

/** Of the memory that models may have on a device, what the files of one may take: the rest is for contexts and other models. */
const SHARE = 0.5;

/** What a preference is made from. */
export interface PreferenceQuestion {
  /** `owner/name`: nothing else is known of a model before it is here. */
  repo: string;
  /** Where it would run. */
  device: Device | undefined;
  /** Where backends of ONNX models compute. */
  cpu: Device | undefined;
  /** Bytes that all models may take on the device; infinite where there is no limit. */
  limit: number;
}

/** Which files of a repository the policy of its device prefers; `undefined` where the policy says nothing. Pure. */
export function preferredFiles({ repo, device, cpu, limit }: PreferenceQuestion): FilePreference | undefined {
  const families = device?.precisions.flatMap((precision) => precision.families ?? []) ?? [];
  const family = families.find((name) => repo.toLowerCase().includes(name));
  const levers = choosePrecision(device, family)?.levers;
  if (!levers) return undefined;
  const onnx = choosePrecision(cpu)?.levers?.onnx ?? levers.onnx;
  return { files: levers.files, onnx, ...(Number.isFinite(limit) && { bytes: Math.floor(limit * SHARE) }) };
}
