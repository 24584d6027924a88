import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type JsonObject, type JsonValue, PluginError } from '@predict-otron/plugin-sdk';
import { type OnnxHeader, readOnnxHeader } from './onnx-header.js';

/** A folder with an ONNX model, in fastembed's layout or the Hugging Face Hub's, as far as its small files tell. */
export interface ModelFolder {
  path: string;
  /** Absolute path of the ONNX file. */
  onnxPath: string;
  header: OnnxHeader;
  /** Bytes of the ONNX file and of the files beside it that hold weights. */
  weightBytes: number;
  config: JsonObject;
  tokenizerConfig: JsonObject;
}

/** Where the model is looked for, best first; the folder's own choice of a variant is `settings.modelFile`. */
const MODEL_FILES = ['model_optimized.onnx', 'model.onnx', 'model_quantized.onnx'].flatMap((name) => [
  name,
  `onnx/${name}`,
]);

/** Opens a folder; `undefined` when it holds no ONNX model with a tokenizer. Throws `MODEL_INVALID` for a broken one. */
export async function openModelFolder(path: string, modelFile?: string): Promise<ModelFolder | undefined> {
  if (!(await isFile(join(path, 'tokenizer.json')))) return undefined;
  const onnxPath = await findOnnx(path, modelFile);
  if (onnxPath === undefined) return undefined;
  const header = await readOnnxHeader(onnxPath);
  return {
    path,
    onnxPath,
    header,
    weightBytes: (await stat(onnxPath)).size + (await externalBytes(onnxPath, header)),
    config: (await readJson(join(path, 'config.json'))) ?? {},
    tokenizerConfig: (await readJson(join(path, 'tokenizer_config.json'))) ?? {},
  };
}

/** The object in a JSON file, or `undefined` when there is no such file. Throws `MODEL_INVALID` for anything else. */
export async function readJson(path: string): Promise<JsonObject | undefined> {
  const value = await readJsonValue(path);
  if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return value;
  throw new PluginError('MODEL_INVALID', `${path} does not hold a JSON object`);
}

/** The value in a JSON file, or `undefined` when there is no such file. Throws `MODEL_INVALID` for anything else. */
export async function readJsonValue(path: string): Promise<JsonValue | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new PluginError('MODEL_INVALID', `${path} does not hold JSON`);
  }
}

async function findOnnx(path: string, modelFile: string | undefined): Promise<string | undefined> {
  if (modelFile !== undefined) {
    const onnxPath = resolve(path, modelFile);
    if (!relative(path, onnxPath).startsWith('..') && (await isFile(onnxPath))) return onnxPath;
    throw new PluginError('MODEL_INVALID', `settings.modelFile: ${path} holds no file ${modelFile}`);
  }
  for (const name of MODEL_FILES) if (await isFile(join(path, name))) return join(path, name);
  const others: string[] = [];
  for (const folder of [path, join(path, 'onnx')]) {
    const names = await readdir(folder).catch(() => []);
    others.push(...names.filter((name) => name.endsWith('.onnx')).map((name) => join(folder, name)));
  }
  if (others.length < 2) return others[0];
  const choice = others.map((other) => relative(path, other)).join(', ');
  throw new PluginError('MODEL_INVALID', `${path} holds several models: name one in settings.modelFile (${choice})`);
}

async function externalBytes(onnxPath: string, header: OnnxHeader): Promise<number> {
  let total = 0;
  for (const [location, bytes] of header.externalFiles) {
    const path = resolve(onnxPath, '..', location);
    const size = await stat(path).then(
      (file) => file.size,
      () => 0,
    );
    if (size < bytes) {
      throw new PluginError('MODEL_INVALID', `${path} has ${size} bytes; its model needs at least ${bytes}`);
    }
    total += size;
  }
  return total;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (file) => file.isFile(),
    () => false,
  );
}
