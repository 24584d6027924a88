import type { GgufHeader } from '@predict-otron/llama-cpp';
import type { EmbedderInfo } from '@predict-otron/plugin-sdk';

/** What a GGUF header says about embedding and ranking. */
export interface HeaderFacts {
  /** Reads a text in both directions and writes none. */
  encoder: boolean;
  /** Each token sees only those before it. */
  causal: boolean;
  /** How llama.cpp pools by itself; absent where the header does not say. */
  pooling?: EmbedderInfo['pooling'] | 'rank';
  /** Has a head that scores. */
  rankHead: boolean;
  /** Names of the head's outputs, when it has names. */
  labels: string[];
  /** Numbers in a vector. */
  dimensions: number;
  /** Template for query and document, when the model wants one. */
  rankTemplate?: string;
}

/** Architectures that llama.cpp runs without a cache, and the bidirectional llama. Source: `llama_model::create_memory`. */
const ENCODERS = new Set([
  'bert',
  'eurobert',
  'gemma-embedding',
  'jina-bert-v2',
  'jina-bert-v3',
  'llama-embed',
  'modern-bert',
  'neo-bert',
  'nomic-bert',
  'nomic-bert-moe',
]);

/** `{arch}.pooling_type`. Source: `llama_pooling_type` in llama.h. */
const POOLINGS = [undefined, 'mean', 'cls', 'last', 'rank'] as const;

const RANK_TENSORS = ['cls.weight', 'cls.output.weight'];

interface ArchitectureMetadata {
  pooling_type?: number;
  embedding_length?: number | bigint;
  embedding_length_out?: number | bigint;
  attention?: { causal?: boolean };
  classifier?: { output_labels?: string[] };
}

/** Reads a header's facts; nothing is guessed. */
export function headerFacts({ architecture, info }: GgufHeader): HeaderFacts {
  const own = info.architectureMetadata as ArchitectureMetadata;
  const template = (info.metadata.tokenizer as Record<string, unknown> | undefined)?.['chat_template.rerank'];
  const encoder = ENCODERS.has(architecture);
  return {
    encoder,
    causal: !encoder && own.attention?.causal !== false,
    pooling: POOLINGS[own.pooling_type ?? 0],
    rankHead: (info.fullTensorInfo ?? []).some(({ name }) => RANK_TENSORS.includes(name)),
    labels: own.classifier?.output_labels ?? [],
    dimensions: Number(own.embedding_length_out ?? own.embedding_length ?? 0),
    ...(typeof template === 'string' && { rankTemplate: template }),
  };
}
