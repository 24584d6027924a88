/** A number format in which weights or a KV cache are kept. */
export type NumberFormat = 'F32' | 'F16' | 'BF16' | 'Q8_0';

/** One line of a device's precision policy, with its reason. Which file or cache type is preferred follows from it. */
export interface Precision {
  format: NumberFormat;
  /** One sentence for a person: why this format has this place. */
  reason: string;
  /** Model families to which the line applies; all when absent. */
  families?: string[];
}
