/** The files of one model in a repository or a snapshot. */
export interface FileGroup {
  format: 'gguf' | 'onnx';
  /** Base name without shard number, quantization and extension; of ONNX empty. */
  stem: string;
  /** In capitals; absent where the name tells none. */
  quantization?: string;
  /** What is loaded: the GGUF, its first shard, or the ONNX file. Path in the repository. */
  entry: string;
  /** All of them; the entry is the last one to be put in place, so that a model that is there is whole. */
  files: string[];
}
