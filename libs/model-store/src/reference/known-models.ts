/**
 * The catalogue of names: what people call a model, where its files are, and which of them is taken. Everything else is
 * asked for by its repository. docs/models.md shows this list; a test compares the two.
 *
 * Language models come as GGUF: 4 bits where that costs little, 8 bits for the smallest. All repositories are public;
 * the makers' own repositories of Gemma and Llama hold the same weights behind a licence that must be accepted first.
 */
export interface KnownModel {
  /** `owner/name` on the Hub. */
  repo: string;
  /** Which of its files, in capitals; absent for the repository's preferred one, and for ONNX the whole precision. */
  quantization?: string;
}

const Q4 = 'Q4_K_M';
const Q8 = 'Q8_0';

export const KNOWN_MODELS: Readonly<Record<string, KnownModel>> = {
  'gemma-3-270m': { repo: 'ggml-org/gemma-3-270m-GGUF', quantization: Q8 },
  'gemma-3-270m-it': { repo: 'ggml-org/gemma-3-270m-it-GGUF', quantization: Q8 },
  'gemma-3-1b': { repo: 'mradermacher/gemma-3-1b-pt-GGUF', quantization: Q4 },
  'gemma-3-1b-it': { repo: 'ggml-org/gemma-3-1b-it-GGUF', quantization: Q4 },
  'gemma-3-4b-it': { repo: 'ggml-org/gemma-3-4b-it-GGUF', quantization: Q4 },
  'gemma-2-2b': { repo: 'tensorblock/gemma-2-2b-GGUF', quantization: Q4 },
  'gemma-2-2b-it': { repo: 'bartowski/gemma-2-2b-it-GGUF', quantization: Q4 },
  'gemma-2-9b-it': { repo: 'bartowski/gemma-2-9b-it-GGUF', quantization: Q4 },
  'gemma-2b-it': { repo: 'second-state/Gemma-2b-it-GGUF', quantization: Q4 },
  'gemma-7b-it': { repo: 'LoneStriker/gemma-7b-it-GGUF', quantization: Q4 },
  'gemma-1.1-2b-it': { repo: 'bartowski/gemma-1.1-2b-it-GGUF', quantization: Q4 },
  'gemma-1.1-7b-it': { repo: 'bartowski/gemma-1.1-7b-it-GGUF', quantization: Q4 },
  'llama-3.2-1b': { repo: 'QuantFactory/Llama-3.2-1B-GGUF', quantization: Q4 },
  'llama-3.2-1b-instruct': { repo: 'bartowski/Llama-3.2-1B-Instruct-GGUF', quantization: Q4 },
  'llama-3.2-3b': { repo: 'QuantFactory/Llama-3.2-3B-GGUF', quantization: Q4 },
  'llama-3.2-3b-instruct': { repo: 'bartowski/Llama-3.2-3B-Instruct-GGUF', quantization: Q4 },
  'smollm2-135m-instruct': { repo: 'bartowski/SmolLM2-135M-Instruct-GGUF', quantization: Q8 },
  'smollm2-360m-instruct': { repo: 'bartowski/SmolLM2-360M-Instruct-GGUF', quantization: Q8 },
  'smollm2-1.7b-instruct': { repo: 'bartowski/SmolLM2-1.7B-Instruct-GGUF', quantization: Q4 },
  'qwen2.5-0.5b-instruct': { repo: 'Qwen/Qwen2.5-0.5B-Instruct-GGUF', quantization: Q8 },
  'qwen2.5-1.5b-instruct': { repo: 'Qwen/Qwen2.5-1.5B-Instruct-GGUF', quantization: Q4 },
  'qwen3-0.6b': { repo: 'Qwen/Qwen3-0.6B-GGUF', quantization: Q8 },
  'qwen3-1.7b': { repo: 'Qwen/Qwen3-1.7B-GGUF', quantization: Q8 },
  // embedding models: GGUF for llama.cpp, ONNX for the fastembed backend
  'bge-small-en-v1.5-gguf': { repo: 'CompendiumLabs/bge-small-en-v1.5-gguf', quantization: Q8 },
  'bge-small-en-v1.5-onnx': { repo: 'Xenova/bge-small-en-v1.5' },
  'all-minilm-l6-v2-gguf': { repo: 'second-state/All-MiniLM-L6-v2-Embedding-GGUF', quantization: Q8 },
  'all-minilm-l6-v2-onnx': { repo: 'Xenova/all-MiniLM-L6-v2' },
};

/** Names of the catalogue that mean these files. */
export function namesOf(repo: string, quantization: string | undefined): string[] {
  return Object.entries(KNOWN_MODELS)
    .filter(([, known]) => known.repo === repo && (known.quantization ?? quantization) === quantization)
    .map(([name]) => name);
}
