import { isModelFileName, modelName, uniqueIds } from './model-name.js';

describe('modelName', () => {
  it.each([
    ['otron-tiny-llama-q8_0.gguf', 'otron-tiny-llama', 'Q8_0'],
    ['Llama-3.2-1B-Instruct-Q4_K_M.gguf', 'Llama-3.2-1B-Instruct', 'Q4_K_M'],
    ['gemma-3-4b-it-IQ3_XXS.gguf', 'gemma-3-4b-it', 'IQ3_XXS'],
    ['gemma-3-4b-it-UD-Q4_K_XL.gguf', 'gemma-3-4b-it', 'UD-Q4_K_XL'],
    ['Foo-7B.i1-Q4_K_M.gguf', 'Foo-7B', 'I1-Q4_K_M'],
    ['mistral-7b-instruct-v0.2.Q5_K_S.gguf', 'mistral-7b-instruct-v0.2', 'Q5_K_S'],
    ['Phi-3-mini-4k-instruct-q4.gguf', 'Phi-3-mini-4k-instruct', 'Q4'],
    ['Phi-3-mini-4k-instruct-fp16.gguf', 'Phi-3-mini-4k-instruct', 'FP16'],
    ['gpt-oss-20b-MXFP4.gguf', 'gpt-oss-20b', 'MXFP4'],
    ['bitnet-b1.58-TQ2_0.gguf', 'bitnet-b1.58', 'TQ2_0'],
    ['model_BF16.gguf', 'model', 'BF16'],
    ['Q4_0_4_4-test-Q4_0_4_4.gguf', 'Q4_0_4_4-test', 'Q4_0_4_4'],
    ['DeepSeek-R1-Q2_K-00001-of-00015.gguf', 'DeepSeek-R1', 'Q2_K'],
    ['Big-00001-of-00002.gguf', 'Big', undefined],
    ['UPPER-Q8_0.GGUF', 'UPPER', 'Q8_0'],
    ['my.model.v2.gguf', 'my.model.v2', undefined],
    ['qwen2.5-0.5b-instruct.gguf', 'qwen2.5-0.5b-instruct', undefined],
    ['q8_0.gguf', 'q8_0', undefined],
    ['-q8_0.gguf', '-q8_0', undefined],
  ])('%s is %s in %s', (file, id, quantization) => {
    expect(modelName(file)).toEqual(quantization ? { id, quantization } : { id });
  });
});

describe('isModelFileName', () => {
  it.each([
    ['a.gguf', true],
    ['a.GGUF', true],
    ['a-00001-of-00003.gguf', true],
    ['a-00002-of-00003.gguf', false],
    ['a.gguf.part', false],
    ['a.bin', false],
  ])('%s: %s', (file, expected) => expect(isModelFileName(file)).toBe(expected));
});

describe('uniqueIds', () => {
  it('keeps the first id and tells later ones apart', () => {
    const names = [
      { id: 'a', quantization: 'Q8_0' },
      { id: 'a', quantization: 'Q4_K_M' },
      { id: 'b' },
      { id: 'b' },
      { id: 'b' },
      { id: 'a', quantization: 'Q4_K_M' },
      { id: 'a' },
      { id: 'a:2' },
    ];
    expect(uniqueIds(names)).toEqual(['a', 'a:Q4_K_M', 'b', 'b:2', 'b:3', 'a:Q4_K_M-2', 'a:2', 'a:2:2']);
  });
});
