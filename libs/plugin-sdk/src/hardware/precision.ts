/** A number format in which weights or a KV cache are kept. */
export type NumberFormat = 'F32' | 'F16' | 'BF16' | 'Q8_0';

/** What a precision means for a load: weights are never converted, so a precision is reached by what is chosen. */
export interface PrecisionLevers {
  /** Formats of a repository's files, the preferred first, as file names have them: `BF16`, `Q8_0`, `Q4_K_M`, … */
  files: string[];
  /** Variants of an ONNX model, the preferred first: `fp32`, `fp16`, `int8`. */
  onnx: string[];
  kvCacheType: NumberFormat;
  /** Absent: the engine takes it where the device can. */
  flashAttention?: boolean;
}

/** One line of a device's precision policy, with its reason. */
export interface Precision {
  /** In which the device computes. */
  format: NumberFormat;
  /** One sentence for a person: why this format has this place. */
  reason: string;
  /** Model families to which the line applies; all when absent. */
  families?: string[];
  levers?: PrecisionLevers;
}
