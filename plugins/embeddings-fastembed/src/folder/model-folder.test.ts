import { join } from 'node:path';
import { type Files, TINY_FILES, temporaryFolder, writeFiles } from '../testing/model-files.js';
import { externalTensor, FLOAT, INT64, model, node, value } from '../testing/onnx-writer.js';
import { tinyBert } from '../testing/tiny-bert.js';
import { openModelFolder } from './model-folder.js';

const BERT = tinyBert({ layers: 1, hidden: 8, heads: 2 });

describe('openModelFolder', () => {
  const folder = temporaryFolder();
  let count = 0;
  const write = (files: Files) => writeFiles(join(folder.path, `${count++}`), files);

  it.each([
    [['model.onnx', 'model_optimized.onnx'], 'model_optimized.onnx'],
    [['model_quantized.onnx', 'model.onnx'], 'model.onnx'],
    [['onnx/model_quantized.onnx', 'onnx/model.onnx'], 'onnx/model.onnx'],
    [['onnx/model_quantized.onnx'], 'onnx/model_quantized.onnx'],
    [['anything.onnx'], 'anything.onnx'],
  ])('of %j takes %s', async (names, expected) => {
    const path = await write({ ...TINY_FILES, ...Object.fromEntries(names.map((name) => [name, BERT])) });
    expect(await openModelFolder(path)).toMatchObject({ onnxPath: join(path, expected), weightBytes: BERT.length });
  });

  it('takes the variant that is asked for', async () => {
    const path = await write({ ...TINY_FILES, 'model.onnx': BERT, 'onnx/model_int8.onnx': BERT });
    expect((await openModelFolder(path, 'onnx/model_int8.onnx'))?.onnxPath).toBe(join(path, 'onnx/model_int8.onnx'));
  });

  it('knows no model in a file, an empty folder, or one without a tokenizer', async () => {
    const path = await write({ 'model.onnx': BERT });
    expect(await openModelFolder(join(path, 'model.onnx'))).toBeUndefined();
    expect(await openModelFolder(path)).toBeUndefined();
    expect(await openModelFolder(await write({}))).toBeUndefined();
    expect(await openModelFolder(await write(TINY_FILES))).toBeUndefined();
    expect(await openModelFolder(join(path, 'missing'))).toBeUndefined();
  });

  it.each([
    ['two unnamed models', { 'a.onnx': BERT, 'b.onnx': BERT }, undefined, /settings.modelFile \(a.onnx, b.onnx\)/],
    ['a model that is not there', { 'model.onnx': BERT }, 'other.onnx', /no file other.onnx/],
    ['a model outside', { 'model.onnx': BERT }, '../0/model_optimized.onnx', /no file/],
    ['a broken config.json', { 'model.onnx': BERT, 'config.json': '{' }, undefined, /config.json does not hold JSON/],
    ['a cut model', { 'model.onnx': BERT.subarray(0, 500) }, undefined, /not a complete ONNX file/],
  ])('refuses %s', async (_, files: Files, modelFile, message) => {
    const path = await write({ ...TINY_FILES, ...files });
    const opening = openModelFolder(path, modelFile);
    await expect(opening).rejects.toMatchObject({ code: 'MODEL_INVALID', message: expect.stringMatching(message) });
  });

  it('counts weights in other files, and misses those that are cut', async () => {
    const onnx = model({
      nodes: [node('Gather', ['words', 'input_ids'], ['last_hidden_state'])],
      initializers: [externalTensor('words', [10, 8], 'model.onnx_data', 0, 320)],
      inputs: [value('input_ids', INT64, ['batch', 'tokens'])],
      outputs: [value('last_hidden_state', FLOAT, ['batch', 'tokens', 8])],
    });
    const whole = await write({ ...TINY_FILES, 'onnx/model.onnx': onnx, 'onnx/model.onnx_data': Buffer.alloc(320) });
    expect((await openModelFolder(whole))?.weightBytes).toBe(onnx.length + 320);
    const cut = await write({ ...TINY_FILES, 'model.onnx': onnx, 'model.onnx_data': Buffer.alloc(319) });
    await expect(openModelFolder(cut)).rejects.toMatchObject({ message: expect.stringContaining('at least 320') });
    const missing = await write({ ...TINY_FILES, 'model.onnx': onnx });
    await expect(openModelFolder(missing)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });
});
