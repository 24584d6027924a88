import { type GgufTensor, type GgufValue, writeGguf } from './gguf-writer.js';

/** The shape of a BERT with random weights. */
export interface BertShape {
  layers: number;
  width: number;
  heads: number;
  feedForward: number;
  positions: number;
}

/** A BERT small enough for a test: its weights by llama.cpp's names, and the vocabulary of its WordPiece tokenizer. */
export interface TinyBert {
  shape: BertShape;
  vocabulary: string[];
  tensors: Record<string, GgufTensor>;
}

export const SHAPE: BertShape = { layers: 2, width: 32, heads: 4, feedForward: 64, positions: 64 };
const PAD = 0;
export const UNKNOWN = 1;
export const CLS = 2;
export const SEP = 3;

const WORDS = ['the', 'a', 'river', 'bread', 'is', 'baked', 'runs', 'to', 'sea', 'oven', 'how', 'in', 'made', '?', '.'];
const SUFFIXES = ['##s', '##ing', '##ed'];

/** `seed` makes the weights; the same seed makes the same model. */
export function tinyBert(seed: number, head: 'none' | 'rank' = 'none', shape = SHAPE): TinyBert {
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...WORDS, ...SUFFIXES];
  const { layers, width, feedForward, positions } = shape;
  const random = randomNumbers(seed);
  const tensors: Record<string, GgufTensor> = {};
  const matrix = (name: string, inputs: number, outputs: number, scale = 1 / Math.sqrt(inputs)) => {
    tensors[`${name}.weight`] = {
      dimensions: [inputs, outputs],
      data: filled(inputs * outputs, () => random() * scale),
    };
  };
  const bias = (name: string, size: number) => {
    tensors[`${name}.bias`] = { dimensions: [size], data: filled(size, () => random() * 0.1) };
  };
  const linear = (name: string, inputs: number, outputs: number) => {
    matrix(name, inputs, outputs);
    bias(name, outputs);
  };
  const norm = (name: string) => {
    tensors[`${name}.weight`] = { dimensions: [width], data: filled(width, () => 1 + random() * 0.1) };
    bias(name, width);
  };
  matrix('token_embd', width, vocabulary.length, 1);
  matrix('position_embd', width, positions, 1);
  matrix('token_types', width, 2, 1);
  norm('token_embd_norm');
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['attn_q', 'attn_k', 'attn_v', 'attn_output']) linear(`blk.${layer}.${part}`, width, width);
    norm(`blk.${layer}.attn_output_norm`);
    linear(`blk.${layer}.ffn_up`, width, feedForward);
    linear(`blk.${layer}.ffn_down`, feedForward, width);
    norm(`blk.${layer}.layer_output_norm`);
  }
  if (head === 'rank') {
    linear('cls', width, width);
    linear('cls.output', width, 1);
  }
  return { shape, vocabulary, tensors };
}

/** The GGUF file of a BERT. `extra` adds to its metadata or replaces it. */
export function bertFile({ shape, vocabulary, tensors }: TinyBert, extra: Record<string, GgufValue> = {}): Buffer {
  const metadata: Record<string, GgufValue> = {
    'general.architecture': 'bert',
    'general.name': 'tiny bert',
    'general.file_type': 0,
    'bert.context_length': shape.positions,
    'bert.embedding_length': shape.width,
    'bert.feed_forward_length': shape.feedForward,
    'bert.block_count': shape.layers,
    'bert.attention.head_count': shape.heads,
    'bert.attention.layer_norm_epsilon': { float: LAYER_NORM_EPSILON },
    'bert.attention.causal': false,
    'tokenizer.ggml.model': 'bert',
    'tokenizer.ggml.tokens': vocabulary.map(phantomSpace),
    'tokenizer.ggml.token_type': Int32Array.from(vocabulary, (token) => (/^\[\w+\]$/.test(token) ? 3 : 1)),
    'tokenizer.ggml.token_type_count': 2,
    'tokenizer.ggml.padding_token_id': PAD,
    'tokenizer.ggml.unknown_token_id': UNKNOWN,
    'tokenizer.ggml.bos_token_id': CLS,
    'tokenizer.ggml.cls_token_id': CLS,
    'tokenizer.ggml.seperator_token_id': SEP,
    'tokenizer.ggml.mask_token_id': 4,
    ...extra,
  };
  return writeGguf(metadata, tensors);
}

export const LAYER_NORM_EPSILON = 1e-12;

/** llama.cpp marks the beginning of a word, WordPiece the rest of it. */
function phantomSpace(token: string): string {
  if (/^\[\w+\]$/.test(token)) return token;
  return token.startsWith('##') ? token.slice(2) : `\u2581${token}`;
}

function filled(length: number, next: () => number): Float32Array {
  return Float32Array.from({ length }, next);
}

/** Numbers between -1 and 1 from a linear congruential generator. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
}
