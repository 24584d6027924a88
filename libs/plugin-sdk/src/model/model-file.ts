import type { JsonObject } from '../json.js';

/** A model on disk, as the kernel hands it to every backend that might know it. */
export interface ModelFile {
  /** The model's id: its file name without the quantization, or the reference it was pulled by. */
  id: string;
  /** Absolute path of a file (GGUF: the first shard) or of a folder (ONNX). */
  path: string;
  /** What the model's configuration says beside the load options, such as `pooling`. Known to the backend alone. */
  settings?: JsonObject;
}
