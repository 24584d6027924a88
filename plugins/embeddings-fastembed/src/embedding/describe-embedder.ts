import { type EmbedderInfo, type ModelFile, PluginError } from '@predict-otron/plugin-sdk';
import { type CatalogueModel, findInCatalogue } from '../catalogue/catalogue.js';
import { batchTolerance } from '../folder/batch-tolerance.js';
import { hiddenSizeOf, namesOf, positionsOf, taskOf, tokenizerLimit, vocabularyOf } from '../folder/model-facts.js';
import { type ModelFolder, openModelFolder } from '../folder/model-folder.js';
import { earlySettings } from '../folder/model-settings.js';
import { checkInputs, embeddingOutput, isPooled, lastDimension } from '../folder/onnx-interface.js';
import { checkModules, statedMaxTokens, statedPooling, statedPrefixes } from '../folder/sentence-transformers.js';
import { type EmbedderFacts, embedderInfo } from './embedder-info.js';

/** An embedding model in a folder. */
export interface DescribedEmbedder {
  info: EmbedderInfo;
  folder: ModelFolder;
  /** Name of the graph's output with the vectors. */
  output: string;
}

/** All models of the catalogue are BERTs with that many positions. */
const POSITIONS = 512;

/** Describes a model of the catalogue from the catalogue alone: it may not be here yet, or be broken. */
export function describeFromCatalogue(file: ModelFile, model: CatalogueModel): EmbedderInfo {
  return embedderInfo(file, {
    ...cardOf(model),
    dimensions: model.dimensions,
    positions: POSITIONS,
    vocabularyTokens: model.vocabularyTokens,
    weightBytes: model.weightBytes,
    batchTolerance: model.batchTolerance,
  });
}

/**
 * Describes the embedding model in a folder; `undefined` when there is none. What the settings say goes before the
 * catalogue's card (of a model that came from there), that before the files of sentence-transformers, and those before
 * the card of a model that merely has a known name. Throws `MODEL_INVALID`, `UNSUPPORTED` and `INPUT_INVALID`.
 */
export async function describeFolder(
  file: ModelFile,
  path = file.path,
  model?: CatalogueModel,
): Promise<DescribedEmbedder | undefined> {
  const early = earlySettings(file);
  const folder = await openModelFolder(path, early.modelFile ?? model?.modelFile);
  const task = folder && (early.task ?? taskOf(folder));
  if (task === 'sparse') {
    throw new PluginError('UNSUPPORTED', `${file.id} is a sparse model (SPLADE); only dense models are served`);
  }
  if (!folder || task !== 'embed') return undefined;
  checkInputs(folder.onnxPath, folder.header);
  const poolingSet = file.settings?.pooling !== undefined;
  const output = embeddingOutput(folder.onnxPath, folder.header, poolingSet);
  if (poolingSet && isPooled(output)) {
    throw new PluginError('INPUT_INVALID', `settings.pooling: ${file.id} pools by itself`, {
      param: 'settings.pooling',
    });
  }
  if (!isPooled(output)) await checkModules(path);
  const dimensions = lastDimension(output) ?? hiddenSizeOf(folder.config);
  if (dimensions === undefined) {
    throw new PluginError('MODEL_INVALID', `${path}/config.json does not say the model's hidden_size`);
  }
  const info = embedderInfo(file, {
    ...(model ? cardOf(model) : await factsOf(folder, poolingSet)),
    dimensions,
    positions: positionsOf(folder.config),
    vocabularyTokens: await vocabularyOf(folder),
    weightBytes: folder.weightBytes,
    batchTolerance: batchTolerance(folder.header),
  });
  return { info, folder, output: output.name };
}

type Card = Pick<EmbedderFacts, 'pooling' | 'prefixes' | 'tokenLimits' | 'match'>;

function cardOf({ name, pooling, prefixes, maxTokens }: CatalogueModel): Card {
  const match = { score: 90, reason: `${name}, of fastembed's own list` };
  return { pooling, prefixes, tokenLimits: [maxTokens], match };
}

/** A bare transformer is mean-pooled, as sentence-transformers does with one. */
async function factsOf(folder: ModelFolder, poolingSet: boolean): Promise<Card> {
  const known = namesOf(folder)
    .map(findInCatalogue)
    .find((model) => model);
  return {
    pooling: (poolingSet ? undefined : await statedPooling(folder.path)) ?? known?.pooling ?? 'mean',
    prefixes: { query: '', passage: '', ...known?.prefixes, ...(await statedPrefixes(folder.path)) },
    tokenLimits: [(await statedMaxTokens(folder.path)) ?? known?.maxTokens, tokenizerLimit(folder)],
    match: { score: 60, reason: `an ONNX embedding model${known ? ` by the name of ${known.name}` : ''}` },
  };
}
