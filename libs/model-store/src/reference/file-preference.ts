/** Which of a repository's files suit this machine best, where nobody asks for a certain one. */
export interface FilePreference {
  /** Quantizations of GGUF files, the preferred first, as file names have them: `BF16`, `Q8_0`, `Q4_K_M`, … */
  files: readonly string[];
  /** Variants of an ONNX model, the preferred first: `fp32`, `fp16`, `int8`. */
  onnx: readonly string[];
  /** Bytes that a model's files may have together; what is larger comes after all that is not. Absent: any number. */
  bytes?: number;
}

/** Asks for it; `undefined` where nothing is known of the machine. */
export type PreferFiles = (repo: string) => Promise<FilePreference | undefined>;
