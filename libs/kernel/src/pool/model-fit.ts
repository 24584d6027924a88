import type { Placement } from '@predict-otron/plugin-sdk';

/** What a model would take of one device, and what there is. Bytes. */
export interface DeviceFit {
  deviceId: string;
  /** What it takes: measured where it was loaded before, otherwise estimated from its header. */
  neededBytes: number;
  /** What other models take now. */
  heldBytes: number;
  /** What all models may take; absent where there is no limit. */
  limitBytes?: number;
}

/** Would a model fit into memory? Found out without loading it. */
export interface ModelFit {
  id: string;
  /** It is in memory, or would fit now or after the models in `evicts` have left. */
  fits: boolean;
  loaded: boolean;
  devices: DeviceFit[];
  /** Which devices would hold how many of its layers. */
  placement: Placement[];
  /** Ids of the models that would have to leave, idle ones first. */
  evicts: string[];
  /** Those of them that are answering now: the model would wait for them. */
  waitsFor: string[];
  /** Why it does not fit, in a sentence. */
  reason?: string;
}
