import { PluginError } from '@predict-otron/plugin-sdk';
import type { OnnxHeader, OnnxValue } from './onnx-header.js';

/** Inputs that can be fed. */
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];
const FLOAT = 1;
const INT64 = 7;
/** Outputs with a vector for each text, and with one for each token. */
const TEXT_OUTPUTS = ['sentence_embedding'];
const TOKEN_OUTPUTS = ['last_hidden_state', 'token_embeddings'];

/** True for a graph that reads token ids. */
export function readsTokens(header: OnnxHeader): boolean {
  return header.inputs.some((input) => input.name === 'input_ids');
}

/** Throws `MODEL_INVALID` for a graph with an input that nothing here can fill. */
export function checkInputs(path: string, header: OnnxHeader): void {
  for (const { name, elementType } of header.inputs) {
    if (!INPUTS.includes(name)) throw new PluginError('MODEL_INVALID', `${path} wants the unknown input ${name}`);
    if (elementType !== INT64)
      throw new PluginError('MODEL_INVALID', `${path} wants ${name} in another type than int64`);
  }
}

/**
 * The output with the vectors: of those known by name the one that is pooled already, then one to be pooled, else the
 * first. With `perToken` the pooled ones are passed over.
 */
export function embeddingOutput(path: string, header: OnnxHeader, perToken: boolean): OnnxValue {
  const names = perToken ? TOKEN_OUTPUTS : [...TEXT_OUTPUTS, ...TOKEN_OUTPUTS];
  const known = names.map((name) => header.outputs.find((output) => output.name === name)).find((output) => output);
  return checkedOutput(path, known ?? header.outputs[0]);
}

/** The output with the scores of a cross-encoder. */
export function scoreOutput(path: string, header: OnnxHeader): OnnxValue {
  return checkedOutput(path, header.outputs.find((output) => output.name === 'logits') ?? header.outputs[0]);
}

/** True when the graph gives one vector for each text, so that nothing is left to pool. */
export function isPooled(output: OnnxValue): boolean {
  return output.shape?.length === 2;
}

/** True when all that the graph offers are scores: of classes, or of a vocabulary. */
export function givesScores(header: OnnxHeader): boolean {
  return header.outputs[0]?.name === 'logits';
}

/** The size of a value's last dimension, when the file says it. */
export function lastDimension(value: OnnxValue): number | undefined {
  const last = value.shape?.at(-1);
  return typeof last === 'number' && last > 0 ? last : undefined;
}

function checkedOutput(path: string, output: OnnxValue | undefined): OnnxValue {
  if (output?.elementType === FLOAT) return output;
  throw new PluginError('MODEL_INVALID', `${path} gives ${output?.name} in another type than float32`);
}
