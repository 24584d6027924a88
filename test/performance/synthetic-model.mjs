// A model of a realistic size that nobody has to download: the shape of SmolLM2-135M, with random weights.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TENSOR_TYPES, writeGgufFile } from './gguf-file.mjs';

const FOLDER = join('.cache', 'bench');
const SHAPE = { layers: 30, width: 576, feedForward: 1536, heads: 9, kvHeads: 3, vocabulary: 49_152, trained: 8192 };
const SPECIAL = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
const TEMPLATE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/**
 * The file of the synthetic model (llama architecture, 134.5 million parameters, Q8_0, 143 MB), made at the first call.
 * A byte of a prompt is a token; what it writes are made-up words. It never ends an answer: the embeddings of its
 * special tokens are zeros, which no filter leaves among the likeliest.
 *
 * @returns {string} its path
 */
export function syntheticModel() {
  const file = resolve(FOLDER, 'synthetic-135m-q8_0.gguf');
  if (existsSync(file)) return file;
  mkdirSync(FOLDER, { recursive: true });
  const { tokens, types, firstWord } = vocabulary();
  const draft = `${file}.draft`;
  writeGgufFile(draft, metadata(tokens, types), tensors(), weights(firstWord));
  renameSync(draft, file);
  return file;
}

function metadata(tokens, types) {
  const { layers, width, feedForward, heads, kvHeads, trained } = SHAPE;
  return {
    'general.architecture': 'llama',
    'general.name': 'Synthetic 135M',
    'general.file_type': 7,
    'llama.context_length': trained,
    'llama.embedding_length': width,
    'llama.block_count': layers,
    'llama.feed_forward_length': feedForward,
    'llama.attention.head_count': heads,
    'llama.attention.head_count_kv': kvHeads,
    'llama.attention.layer_norm_rms_epsilon': { float: 1e-5 },
    'llama.rope.dimension_count': width / heads,
    'llama.rope.freq_base': { float: 100_000 },
    'llama.vocab_size': tokens.length,
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'gpt-2',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.token_type': types,
    // the format wants one; no text has both of its sides
    'tokenizer.ggml.merges': [`${byteLetters()[0]} ${byteLetters()[1]}`],
    'tokenizer.ggml.bos_token_id': 256,
    'tokenizer.ggml.eos_token_id': 258,
    'tokenizer.ggml.add_bos_token': false,
    'tokenizer.chat_template': TEMPLATE,
  };
}

/** The letters in which GPT-2's vocabulary writes the 256 bytes. */
function byteLetters() {
  const printable = (byte) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
}

function vocabulary() {
  const letters = byteLetters();
  const merged = letters[0] + letters[1];
  const tokens = [...letters, ...SPECIAL, merged];
  const firstWord = tokens.length;
  const space = letters[32];
  const syllable = (n) => 'bdfgklmnprstvz'[n % 14] + 'aeiou'[Math.floor(n / 14) % 5];
  for (let n = 0; tokens.length < SHAPE.vocabulary; n += 1) {
    tokens.push(`${space}${syllable(n)}${syllable(Math.floor(n / 70))}${syllable(Math.floor(n / 4900))}`);
  }
  const types = Int32Array.from(tokens, (token) => (SPECIAL.includes(token) ? 3 : 1));
  return { tokens, types, firstWord };
}

function tensors() {
  const { layers, width, feedForward, heads, kvHeads, vocabulary: words } = SHAPE;
  const kv = (width / heads) * kvHeads;
  const matrix = (name, ...dimensions) => ({ name: `${name}.weight`, dimensions, type: 'Q8_0' });
  const norm = (name) => ({ name: `${name}.weight`, dimensions: [width], type: 'F32' });
  const blocks = Array.from({ length: layers }, (_, layer) => `blk.${layer}`).flatMap((block) => [
    norm(`${block}.attn_norm`),
    matrix(`${block}.attn_q`, width, width),
    matrix(`${block}.attn_k`, width, kv),
    matrix(`${block}.attn_v`, width, kv),
    matrix(`${block}.attn_output`, width, width),
    norm(`${block}.ffn_norm`),
    matrix(`${block}.ffn_gate`, width, feedForward),
    matrix(`${block}.ffn_up`, width, feedForward),
    matrix(`${block}.ffn_down`, feedForward, width),
  ]);
  return [matrix('token_embd', width, words), ...blocks, norm('output_norm')];
}

/** The same random weights each time, of the size that keeps the numbers between the layers near 1. */
function weights(firstWord) {
  let state = 42;
  const { values, bytes: blockBytes } = TENSOR_TYPES.Q8_0;
  return ({ name, dimensions: [inner], type }, size) => {
    if (type === 'F32') return Buffer.from(new Float32Array(size / 4).fill(1).buffer);
    const data = Buffer.alloc(size);
    for (let at = 0; at < size; at += 4) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      data.writeInt32LE(state, at);
    }
    // evenly spread bytes have a deviation of 74
    const scale = halfFloat(1 / Math.sqrt(inner) / 74);
    for (let at = 0; at < size; at += blockBytes) data.writeUInt16LE(scale, at);
    if (name === 'token_embd.weight')
      data.fill(0, 256 * (inner / values) * blockBytes, firstWord * (inner / values) * blockBytes);
    return data;
  };
}

/** The bits of a 16-bit float near a number that is normal in that format. */
function halfFloat(value) {
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}
