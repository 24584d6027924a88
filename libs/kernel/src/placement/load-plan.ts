import type { Device, DeviceKind, LoadOptions, MemoryNeed, ModelFile, Placement } from '@predict-otron/plugin-sdk';
import type { ModelSettings } from '../configuration/kernel-options.js';
import type { AnyInfo, ModelKind } from '../pool/model-kind.js';
import { chooseDevice, type DeviceChoice } from './device-choice.js';
import { fitLayers } from './fit-layers.js';
import type { PlacementReport } from './placement-report.js';
import { choosePrecision } from './precision-choice.js';

/** How one load is done. */
export interface LoadPlan {
  options: LoadOptions;
  deviceKind: DeviceKind;
  /** Variables with which a process sees the device alone. */
  environment: Record<string, string>;
  report: PlacementReport;
}

/** What a plan is made from. */
export interface PlanQuestion {
  file: ModelFile;
  options: LoadOptions;
  kind: ModelKind;
  /** Absent where the backend cannot tell. */
  info?: AnyInfo;
  settings: ModelSettings;
  /** `auto` or a device's id. */
  asked: string;
  kinds: readonly DeviceKind[];
  isolate: boolean;
  /** Nobody on this machine can change the file. */
  readOnly: boolean;
  devices: readonly Device[];
  failed: ReadonlyMap<string, string>;
  /** Bytes that models may take on a device, all together: others make room where it has to be. */
  limit(deviceId: string): Promise<number>;
  estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]>;
}

/** Chooses the device, the layers on it and the precision. Never rejects: what cannot be had is in the report. */
export async function planLoad(question: PlanQuestion): Promise<LoadPlan> {
  const choice = chooseDevice(question);
  if (choice.deviceId === 'cpu') return planOn(question, choice, 'all');
  const layers = await layersOn(question, choice);
  if (layers !== 0) return planOn(question, choice, layers);
  const warning = `Not one layer fits into the memory of ${choice.deviceId}, so the CPU is used.`;
  return planOn(question, { deviceId: 'cpu', reason: warning, warning }, 'all');
}

/** The same load on the CPU, after it failed elsewhere. */
export function planOnCpu(question: PlanQuestion, warning: string): LoadPlan {
  return planOn(question, { deviceId: 'cpu', reason: warning, warning }, 'all');
}

async function layersOn(question: PlanQuestion, choice: DeviceChoice): Promise<number | 'all'> {
  const { file, info, limit, estimate } = question;
  const layers = info && 'layers' in info ? info.layers : undefined;
  const need = async (count: number | 'all') => {
    const needs = await estimate(file, planOn(question, choice, count).options);
    const own = needs.filter(({ deviceId }) => deviceId === choice.deviceId);
    return own.reduce((sum, { weights, kvCache, compute }) => sum + weights + kvCache + compute, 0);
  };
  try {
    return await fitLayers({ limit: await limit(choice.deviceId), need, ...(layers !== undefined && { layers }) });
  } catch {
    // nothing is known of the memory: the load itself shows whether it fits
    return 'all';
  }
}

function planOn(question: PlanQuestion, choice: DeviceChoice, layers: number | 'all'): LoadPlan {
  const { file, info, kind, settings, devices, options, asked, isolate, readOnly } = question;
  const { deviceId, reason, warning } = choice;
  const device = devices.find(({ id }) => id === deviceId);
  const precision = choosePrecision(device, info && 'family' in info ? info.family : undefined);
  // only a language model keeps what it has read
  const levers = kind === 'language' ? precision?.levers : undefined;
  const kvCacheType = settings.kvCacheType ?? levers?.kvCacheType;
  const flashAttention = settings.flashAttention ?? levers?.flashAttention;
  const cache = { ...(kvCacheType && { kvCacheType }), ...(flashAttention !== undefined && { flashAttention }) };
  const deviceKind = device?.kind ?? 'cpu';
  const isolated = isolate || deviceKind !== 'cpu';
  // cutting a mapped file kills the process that maps it, which must not be this one
  const mapping = options.useMmap !== undefined && { useMmap: readOnly || (options.useMmap && isolated) };
  return {
    options: { ...options, ...cache, ...mapping, placement: placementOf(deviceId, layers) },
    deviceKind,
    environment: device?.environment ?? {},
    report: {
      modelId: file.id,
      askedDevice: asked,
      device: deviceId,
      layers,
      reasons: [reason, ...splitReason(layers, deviceId), ...(precision ? [precision.reason] : [])],
      ...(warning !== undefined && { warning }),
      ...(precision && { precision: precision.format }),
      ...(info && 'quantization' in info && { quantization: info.quantization }),
      ...cache,
      isolated,
    },
  };
}

function placementOf(deviceId: string, layers: number | 'all'): Placement[] {
  const own = { deviceId, layers };
  return layers === 'all' ? [own] : [own, { deviceId: 'cpu', layers: 'all' }];
}

function splitReason(layers: number | 'all', deviceId: string): string[] {
  return layers === 'all' ? [] : [`${layers} layers fit into the memory of ${deviceId}; the CPU has the others.`];
}
