/** A GPU, or a part of one, that a process can compute on. */
export interface Gpu {
  /** `GPU-…`, or `MIG-…` of a part. */
  uuid: string;
  /** Number by which `CUDA_VISIBLE_DEVICES` may name it; a part has none. */
  index?: number;
  name: string;
  totalBytes: number;
  freeBytes: number;
  driver?: string;
  /** Such as 8.9; absent where the driver is too old to tell. */
  computeCapability?: number;
  /** Its memory is the machine's. */
  unified?: boolean;
  /** It is a part of a divided GPU. */
  part?: boolean;
}
