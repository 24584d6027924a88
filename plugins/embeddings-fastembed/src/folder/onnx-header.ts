import { open } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';
import { type ProtobufField, ProtobufFile } from './protobuf-file.js';

/** An input or output of a graph. */
export interface OnnxValue {
  name: string;
  /** ONNX's TensorProto.DataType: 1 is FLOAT, 7 is INT64. */
  elementType: number;
  /** A number, or the symbol of a dimension that varies. Absent when the file does not say. */
  shape?: (number | string)[];
}

/** What an ONNX file says about itself, without its weights. */
export interface OnnxHeader {
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  /** Kinds of nodes in the graph: `MatMul`, `DynamicQuantizeLinear`, … */
  operators: Set<string>;
  /** Data types of the weights. */
  weightTypes: Set<number>;
  /** Files beside this one that hold weights, with the bytes that each must have at least. */
  externalFiles: Map<string, number>;
}

/**
 * Reads the header of an ONNX file and thereby checks that the file is whole: every field must end inside the file.
 * Weights are skipped, not read. Throws `MODEL_INVALID`. Field numbers: onnx/onnx.proto, IR version 13.
 */
export async function readOnnxHeader(path: string): Promise<OnnxHeader> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const file = new ProtobufFile(handle, path);
    let header: OnnxHeader | undefined;
    // not left at the graph: what follows it must be whole too
    for await (const field of file.fields(0, size)) if (field.number === 7) header = await readGraph(file, field);
    if (header?.outputs.length) return header;
    throw new PluginError('MODEL_INVALID', `${path} is not an ONNX model: it has no graph with an output`);
  } finally {
    await handle.close();
  }
}

async function readGraph(file: ProtobufFile, graph: ProtobufField): Promise<OnnxHeader> {
  const header: OnnxHeader = {
    inputs: [],
    outputs: [],
    operators: new Set(),
    weightTypes: new Set(),
    externalFiles: new Map(),
  };
  const weights = new Set<string>();
  for await (const field of file.fields(graph.start, graph.end)) {
    if (field.number === 1) header.operators.add(await file.text((await file.children(field)).get(4)?.[0]));
    else if (field.number === 5) weights.add(await readWeight(file, field, header));
    else if (field.number === 11) header.inputs.push(await readValue(file, field));
    else if (field.number === 12) header.outputs.push(await readValue(file, field));
  }
  // before IR version 4 weights were listed among the inputs
  header.inputs = header.inputs.filter((input) => !weights.has(input.name));
  return header;
}

/** Notes a TensorProto's type and where its data lie, and gives its name. */
async function readWeight(file: ProtobufFile, field: ProtobufField, header: OnnxHeader): Promise<string> {
  const parts = await file.children(field);
  header.weightTypes.add(parts.get(2)?.[0]?.value ?? 0);
  const external = new Map<string, string>();
  for (const entry of parts.get(13) ?? []) {
    const pair = await file.children(entry);
    external.set(await file.text(pair.get(1)?.[0]), await file.text(pair.get(2)?.[0]));
  }
  const location = external.get('location');
  if (location !== undefined) {
    const end = Number(external.get('offset') ?? 0) + Number(external.get('length') ?? 1);
    header.externalFiles.set(location, Math.max(header.externalFiles.get(location) ?? 0, end));
  }
  return file.text(parts.get(8)?.[0]);
}

/** Reads a ValueInfoProto: its name, and of its type the element type and the dimensions. */
async function readValue(file: ProtobufFile, field: ProtobufField): Promise<OnnxValue> {
  const parts = await file.children(field);
  const type = await file.children(parts.get(2)?.[0]);
  const tensor = await file.children(type.get(1)?.[0]);
  const value: OnnxValue = {
    name: await file.text(parts.get(1)?.[0]),
    elementType: tensor.get(1)?.[0]?.value ?? 0,
  };
  const shape = tensor.get(2)?.[0];
  if (!shape) return value;
  value.shape = [];
  for (const dimension of (await file.children(shape)).get(1) ?? []) {
    const size = await file.children(dimension);
    const fixed = size.get(1)?.[0]?.value;
    value.shape.push(Number.isSafeInteger(fixed) ? (fixed as number) : await file.text(size.get(2)?.[0]));
  }
  return value;
}
