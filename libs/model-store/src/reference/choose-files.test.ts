import { chooseFiles } from './choose-files.js';
import type { FilePreference } from './file-preference.js';
import type { HubReference } from './model-reference.js';

const REPO: HubReference = { kind: 'hub', repo: 'acme/chat' };
const GIB = 2 ** 30;

/** The sizes of a model of eight thousand million parameters. */
const SIZES = new Map(
  Object.entries({ F32: 32, BF16: 16, FP16: 16, Q8_0: 8.5, 'UD-Q4_K_XL': 5.1, Q4_K_M: 4.9, IQ2_XS: 2.6 }).map(
    ([name, size]) => [`chat-${name}.gguf`, size * GIB],
  ),
);
const ALL = [...SIZES.keys(), 'mmproj-f16.gguf', 'README.md'];

const CUDA = { files: ['BF16', 'F16', 'Q8_0', 'Q4_K_M', 'F32'], onnx: ['fp16', 'fp32', 'int8'] };
const OLD_CUDA = { files: ['F16', 'Q8_0', 'Q4_K_M', 'BF16', 'F32'], onnx: ['fp16', 'fp32', 'int8'] };
const METAL_GEMMA = { files: ['F32', 'BF16', 'Q8_0', 'Q4_K_M', 'F16'], onnx: ['fp32'] };
const CPU = { files: ['Q8_0', 'Q4_K_M', 'F16', 'BF16', 'F32'], onnx: ['fp32', 'int8', 'fp16'] };

function chosen(paths: string[], preference?: FilePreference, sizes: ReadonlyMap<string, number> = SIZES) {
  return chooseFiles(REPO, paths, { preference, sizes }).entry;
}

describe('the file of a repository that is taken where nobody asks for one', () => {
  it.each<[string, FilePreference | undefined, string]>([
    ['nothing is known of the machine', undefined, 'Q4_K_M'],
    ['a GPU computes in BF16', CUDA, 'BF16'],
    ['an older GPU computes in F16', OLD_CUDA, 'FP16'],
    ['Metal runs a gemma', METAL_GEMMA, 'F32'],
    ['a CPU has much memory', CPU, 'Q8_0'],
    ['BF16 is too large for the GPU', { ...CUDA, bytes: 12 * GIB }, 'Q8_0'],
    ['a CPU has little memory', { ...CPU, bytes: 6 * GIB }, 'Q4_K_M'],
    ['all but one are too large', { ...CPU, bytes: 3 * GIB }, 'IQ2_XS'],
    ['all are too large', { ...CUDA, bytes: GIB }, 'IQ2_XS'],
  ])('where %s: %j takes %s', (_, preference, name) => {
    expect(chosen(ALL, preference)).toBe(`chat-${name}.gguf`);
  });

  it('takes a quantization that the policy does not name before what is far from it', () => {
    expect(chosen(['chat-BF16.gguf', 'chat-UD-Q4_K_XL.gguf', 'chat-IQ2_XS.gguf'], CPU)).toBe('chat-UD-Q4_K_XL.gguf');
    expect(chosen(['chat-BF16.gguf', 'chat-UD-Q4_K_XL.gguf'], CUDA)).toBe('chat-BF16.gguf');
  });

  it('counts all shards, and files of unknown size as small', () => {
    const shards = ['chat-BF16-00001-of-00002.gguf', 'chat-BF16-00002-of-00002.gguf', 'chat-Q8_0.gguf'];
    const sizes = new Map([...shards.slice(0, 2), 'chat-Q8_0.gguf'].map((name) => [name, 8 * GIB]));
    expect(chosen(shards, { ...CUDA, bytes: 12 * GIB }, sizes)).toBe('chat-Q8_0.gguf');
    expect(chosen(shards, { ...CUDA, bytes: 12 * GIB }, new Map())).toBe('chat-BF16-00001-of-00002.gguf');
  });

  it.each([
    [undefined, 'onnx/model.onnx'],
    [CPU, 'onnx/model.onnx'],
    [CUDA, 'onnx/model_fp16.onnx'],
    [{ ...CPU, onnx: ['int8'] }, 'onnx/model_quantized.onnx'],
  ])('of an ONNX model with %j: %s', (preference, entry) => {
    const graphs = ['model', 'model_fp16', 'model_quantized', 'model_q4'].map((name) => `onnx/${name}.onnx`);
    expect(chosen(['config.json', 'tokenizer.json', ...graphs], preference)).toBe(entry);
  });

  it('yields to what is asked for', () => {
    const at = { preference: { ...CUDA, bytes: GIB }, sizes: SIZES };
    expect(chooseFiles({ ...REPO, quantization: 'Q8_0' }, ALL, at).entry).toBe('chat-Q8_0.gguf');
    expect(chooseFiles({ ...REPO, file: 'chat-F32.gguf' }, ALL, at).entry).toBe('chat-F32.gguf');
  });
});
