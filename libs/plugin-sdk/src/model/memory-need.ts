/** Memory that a model takes on one device, in bytes: estimated before the load, measured after it. */
export interface MemoryNeed {
  deviceId: string;
  weights: number;
  kvCache: number;
  compute: number;
}
