import { basename, join } from 'node:path';
import type { EmbedderInfo, JsonObject } from '@predict-otron/plugin-sdk';
import { CATALOGUE, findInCatalogue } from '../catalogue/catalogue.js';
import { type Files, TINY_FILES, temporaryFolder, writeFiles } from '../testing/model-files.js';
import { FLOAT, INT64, model, node, value } from '../testing/onnx-writer.js';
import { type TinyBertOptions, tinyBert } from '../testing/tiny-bert.js';
import { VOCABULARY_TOKENS } from '../testing/tiny-tokenizer.js';
import { describeFolder, describeFromCatalogue } from './describe-embedder.js';

const bert = (options: TinyBertOptions = {}) => tinyBert({ layers: 1, hidden: 32, vocabulary: 20, ...options });
const BERT = bert();
const config = (more: JsonObject) => ({ ...(TINY_FILES['config.json'] as JsonObject), ...more });
const pooling = (mode: JsonObject) => ({ '1_Pooling/config.json': mode });

/** A graph of one node, whose inputs and outputs alone matter. */
function graph(inputs: string[], outputs: Buffer[], operator = 'Identity', type = INT64): Buffer {
  return model({
    nodes: [node(operator, [inputs[0] as string], ['y'])],
    initializers: [],
    inputs: inputs.map((name) => value(name, type, ['batch', 'tokens'])),
    outputs,
  });
}
const hidden = (name = 'y', size: number | string = 32) => value(name, FLOAT, ['batch', 'tokens', size]);

describe('describeFolder', () => {
  const folder = temporaryFolder();
  let count = 0;
  const describe_ = async (files: Files, settings?: JsonObject, name = `${count++}`) => {
    const path = await writeFiles(join(folder.path, name), { ...TINY_FILES, 'model.onnx': BERT, ...files });
    return (await describeFolder({ id: 'tiny', path, settings }))?.info;
  };

  it.each<[string, Files, JsonObject, Partial<EmbedderInfo>]>([
    ['a bare transformer', {}, {}, { pooling: 'mean', normalized: true, dimensions: 32, maxTokens: 64 }],
    [
      'settings',
      {},
      { pooling: 'last', normalize: false, maxTokens: 20 },
      { pooling: 'last', normalized: false, maxTokens: 20 },
    ],
    ['matryoshka dimensions', {}, { matryoshkaDimensions: [8, 16] }, { matryoshkaDimensions: [8, 16] }],
    ['one prefix', {}, { prefixes: { query: 'q: ' } }, { prefixes: { query: 'q: ', passage: '' } }],
    ['cls by flag', pooling({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }), {}, { pooling: 'cls' }],
    ['last by flag', pooling({ pooling_mode_lasttoken: true }), {}, { pooling: 'last' }],
    ['cls by name', pooling({ pooling_mode: 'cls', include_prompt: true }), {}, { pooling: 'cls' }],
    ['settings before 1_Pooling', pooling({ pooling_mode_max_tokens: true }), { pooling: 'cls' }, { pooling: 'cls' }],
    [
      'prompts',
      { 'config_sentence_transformers.json': { prompts: { query: 'Q ', document: 'D ' } } },
      { prefixes: { passage: 'P ' } },
      { prefixes: { query: 'Q ', passage: 'P ' } },
    ],
    ['max_seq_length', { 'sentence_bert_config.json': { max_seq_length: 32 } }, {}, { maxTokens: 32 }],
    ['model_max_length', { 'tokenizer_config.json': { model_max_length: 48 } }, {}, { maxTokens: 48 }],
    ['no limit of the tokenizer', { 'tokenizer_config.json': { model_max_length: 1e30 } }, {}, { maxTokens: 64 }],
    [
      'positions after the padding id',
      { 'config.json': config({ model_type: 'xlm-roberta', max_position_embeddings: 66, pad_token_id: 1 }) },
      {},
      { maxTokens: 64 },
    ],
    [
      'a vocabulary by the tokenizer',
      { 'config.json': config({ vocab_size: null }) },
      {},
      { vocabularyTokens: VOCABULARY_TOKENS },
    ],
    ['a known origin', { 'config.json': config({ _name_or_path: 'BAAI/bge-small-en' }) }, {}, { pooling: 'cls' }],
    [
      '1_Pooling before the known origin',
      { 'config.json': config({ _name_or_path: 'BAAI/bge-small-en' }), ...pooling({ pooling_mode_mean_tokens: true }) },
      {},
      { pooling: 'mean' },
    ],
    [
      'the usual modules',
      { 'modules.json': ['Transformer', 'Pooling', 'Normalize'].map((type) => ({ type })) },
      {},
      { pooling: 'mean' },
    ],
    ['a graph that pools', { 'model.onnx': bert({ head: 'pooled' }) }, {}, { dimensions: 32 }],
    [
      'dimensions by the configuration',
      { 'model.onnx': graph(['input_ids'], [hidden('any', 'size')]), 'config.json': config({ hidden_size: 77 }) },
      {},
      { dimensions: 77, batchTolerance: 1e-5 },
    ],
    [
      'activations quantized on the way',
      { 'model.onnx': graph(['input_ids'], [hidden()], 'DynamicQuantizeLinear') },
      {},
      { batchTolerance: 0.05 },
    ],
  ])('knows %s', async (_, files, settings, expected) => {
    expect(await describe_(files, settings)).toMatchObject(expected);
  });

  it('knows a model of the catalogue by its folder', async () => {
    expect(await describe_({}, undefined, 'bge-small-zh-v1.5')).toMatchObject({
      pooling: 'cls',
      prefixes: { query: expect.stringContaining('检索') },
    });
  });

  it.each<[string, Files, JsonObject]>([
    ['a cross-encoder', { 'config.json': config({ architectures: ['BertForSequenceClassification'] }) }, {}],
    ['what is set to be one', {}, { task: 'rerank' }],
    [
      'a chat model',
      { 'config.json': config({ architectures: ['LlamaForCausalLM'] }), 'model.onnx': bert({ outputName: 'logits' }) },
      {},
    ],
    ['a token classifier', { 'model.onnx': bert({ outputName: 'logits' }) }, {}],
    ['a graph without token ids', { 'model.onnx': graph(['input_features'], [hidden()]) }, {}],
  ])('leaves %s to others', async (_, files, settings) => {
    expect(await describe_(files, settings)).toBeUndefined();
  });

  it.each<[string, Files, JsonObject, string, RegExp]>([
    [
      'a sparse model',
      { 'config.json': config({ architectures: ['BertForMaskedLM'] }), 'model.onnx': bert({ outputName: 'logits' }) },
      {},
      'UNSUPPORTED',
      /sparse/,
    ],
    ['max pooling', pooling({ pooling_mode_max_tokens: true }), {}, 'UNSUPPORTED', /pooling_mode_max_tokens.*settings/],
    [
      'two poolings at once',
      pooling({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: true }),
      {},
      'UNSUPPORTED',
      /cls_token with pooling_mode_mean/,
    ],
    [
      'pooling without the prompt',
      pooling({ pooling_mode_mean_tokens: true, include_prompt: false }),
      {},
      'UNSUPPORTED',
      /without the prompt/,
    ],
    [
      'pooling twice',
      { 'model.onnx': bert({ head: 'pooled' }) },
      { pooling: 'cls' },
      'INPUT_INVALID',
      /pools by itself/,
    ],
    [
      'a module after pooling',
      {
        'modules.json': ['Transformer', 'Pooling', 'Dense'].map((name) => ({
          type: `sentence_transformers.models.${name}`,
        })),
      },
      {},
      'UNSUPPORTED',
      /module Dense/,
    ],
    ['an unknown setting', {}, { poling: 'cls' }, 'INPUT_INVALID', /settings.poling is not known/],
    ['an unknown pooling', {}, { pooling: 'max' }, 'INPUT_INVALID', /cls, mean or last/],
    ['an unknown task', {}, { task: 'chat' }, 'INPUT_INVALID', /embed or rerank/],
    ['a text for a switch', {}, { normalize: 'yes' }, 'INPUT_INVALID', /true or false/],
    ['an unknown prefix', {}, { prefixes: { document: 'x' } }, 'INPUT_INVALID', /query and passage/],
    ['no list of prefixes', {}, { prefixes: ['a'] }, 'INPUT_INVALID', /query and passage/],
    ['too many dimensions', {}, { matryoshkaDimensions: [32] }, 'INPUT_INVALID', /below the 32/],
    ['half dimensions', {}, { matryoshkaDimensions: [1.5] }, 'INPUT_INVALID', /whole numbers/],
    ['no tokens', {}, { maxTokens: 0 }, 'INPUT_INVALID', /above 0/],
    ['more tokens than positions', {}, { maxTokens: 65 }, 'INPUT_INVALID', /65 is more than the 64/],
    ['a number for a file', {}, { modelFile: 3 }, 'INPUT_INVALID', /path of a file/],
    [
      'a text of any length',
      { 'config.json': config({ max_position_embeddings: null }), 'tokenizer_config.json': {} },
      {},
      'MODEL_INVALID',
      /settings.maxTokens/,
    ],
    [
      'an input that cannot be filled',
      { 'model.onnx': graph(['input_ids', 'past_key_values.0.key'], [hidden()]) },
      {},
      'MODEL_INVALID',
      /past_key_values.0.key/,
    ],
    ['int32 inputs', { 'model.onnx': graph(['input_ids'], [hidden()], 'Identity', 6) }, {}, 'MODEL_INVALID', /int64/],
    [
      'half-precision vectors',
      { 'model.onnx': graph(['input_ids'], [value('last_hidden_state', 10, ['b', 't', 32])]) },
      {},
      'MODEL_INVALID',
      /float32/,
    ],
    [
      'vectors of unknown size',
      { 'model.onnx': graph(['input_ids'], [hidden('y', 'size')]), 'config.json': {} },
      { maxTokens: 5 },
      'MODEL_INVALID',
      /hidden_size/,
    ],
  ])('refuses %s', async (_, files, settings, code, message) => {
    await expect(describe_(files, settings)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('takes the output for tokens when pooling is set', async () => {
    const outputs = [value('sentence_embedding', FLOAT, ['batch', 32]), hidden('token_embeddings')];
    const onnx = graph(['input_ids'], outputs);
    const path = await writeFiles(join(folder.path, 'two'), { ...TINY_FILES, 'model.onnx': onnx });
    expect((await describeFolder({ id: 'two', path }))?.output).toBe('sentence_embedding');
    const settings = { pooling: 'cls' };
    expect((await describeFolder({ id: 'two', path, settings }))?.output).toBe('token_embeddings');
  });

  it('prefers the card of a model from the catalogue to the files', async () => {
    const model = findInCatalogue('all-MiniLM-L6-v2');
    const path = await writeFiles(join(folder.path, 'card'), {
      ...TINY_FILES,
      'model.onnx': BERT,
      ...pooling({ pooling_mode_cls_token: true }),
      'sentence_bert_config.json': { max_seq_length: 32 },
    });
    const file = { id: 'minilm', path: 'fastembed:all-MiniLM-L6-v2' };
    const described = await describeFolder(file, path, model);
    expect(described?.info).toMatchObject({ id: 'minilm', pooling: 'mean', maxTokens: 64, match: { score: 90 } });
    expect(basename(described?.folder.onnxPath ?? '')).toBe('model.onnx');
  });
});

describe('describeFromCatalogue', () => {
  it('needs nothing on disk', () => {
    for (const model of CATALOGUE) {
      const info = describeFromCatalogue({ id: 'x', path: `fastembed:${model.name}` }, model);
      const { dimensions, maxTokens, pooling, prefixes, weightBytes } = model;
      expect(info).toMatchObject({ id: 'x', dimensions, maxTokens, pooling, prefixes, weightBytes, normalized: true });
    }
  });

  it('honours settings', () => {
    const model = CATALOGUE[0] as (typeof CATALOGUE)[0];
    const settings = { pooling: 'mean', maxTokens: 100, prefixes: { passage: 'P' } };
    expect(describeFromCatalogue({ id: 'x', path: '', settings }, model)).toMatchObject({
      pooling: 'mean',
      maxTokens: 100,
      prefixes: { query: model.prefixes.query, passage: 'P' },
    });
    const tooMany = { id: 'x', path: '', settings: { maxTokens: 513 } };
    expect(() => describeFromCatalogue(tooMany, model)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});
