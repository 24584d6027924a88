// A process that embeds texts in one of three ways: `node embedding-peer.mjs fastembed|loop|engine FOLDER THREADS [PLUGIN]`.
// Each message is a list of texts; the answer is how many milliseconds they took.
import { join } from 'node:path';
import tokenizers from '@anush008/tokenizers';
import ort from 'onnxruntime-node';
import { filter, firstValueFrom } from 'rxjs';

const [way, folder, threadCount, pluginName] = process.argv.slice(2);
const threads = Number(threadCount);
/** Rows in one forward of the hand-tuned loop, and of the plugin: sorted by length, they are nearly alike. */
const ROWS = 16;

const bySize = (a, b) => a.length - b.length;
const batches = (rows) =>
  Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, i) => rows.slice(i * ROWS, (i + 1) * ROWS));

/** What fastembed itself does. */
async function fastembed() {
  const { EmbeddingModel, FlagEmbedding } = await import('fastembed');
  const model = await FlagEmbedding.init({
    model: EmbeddingModel.CUSTOM,
    modelAbsoluteDirPath: folder,
    modelName: 'model.onnx',
    maxLength: 512,
  });
  return async (texts) => {
    for await (const _ of model.embed(texts, 32));
  };
}

/** onnxruntime used by hand, as well as it can be. */
async function loop() {
  const tokenizer = tokenizers.Tokenizer.fromFile(join(folder, 'tokenizer.json'));
  const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const forward = async (rows) => {
    const width = rows.at(-1).length;
    const ids = new BigInt64Array(rows.length * width);
    const mask = new BigInt64Array(rows.length * width);
    for (const [i, row] of rows.entries()) {
      for (const [j, id] of row.entries()) {
        ids[i * width + j] = BigInt(id);
        mask[i * width + j] = 1n;
      }
    }
    const tensor = (data) => new ort.Tensor('int64', data, [rows.length, width]);
    const feeds = {
      input_ids: tensor(ids),
      attention_mask: tensor(mask),
      token_type_ids: tensor(new BigInt64Array(ids.length)),
    };
    const output = (await session.run(feeds)).last_hidden_state;
    const size = output.dims[2];
    return rows.map((_, i) => {
      const vector = output.data.slice(i * width * size, i * width * size + size);
      const norm = Math.hypot(...vector);
      return vector.map((number) => number / norm);
    });
  };
  return async (texts) => {
    const rows = (await tokenizer.encodeBatch(texts)).map((encoding) => encoding.getIds()).sort(bySize);
    for (const batch of batches(rows)) await forward(batch);
  };
}

/** The plugin without a server. */
async function engine() {
  const { default: plugin } = await import(pluginName);
  const { embedders } = await plugin.setup({ config: {}, logger: console });
  const options = { placement: [{ deviceId: 'cpu', layers: 'all' }], contextTokens: 512, parallel: 1, threads };
  const loading = embedders[0].load({ id: 'bench-bert', path: folder }, options);
  const { model } = await firstValueFrom(loading.pipe(filter(({ type }) => type === 'loaded')));
  return async (texts) => {
    const rows = (await model.tokenize(texts)).sort(bySize);
    for (const batch of batches(rows)) await model.embed(batch);
  };
}

const embed = await { fastembed, loop, engine }[way]();
process.on('message', async (texts) => {
  const started = performance.now();
  await embed(texts);
  process.send(performance.now() - started);
});
process.send('ready');
