import { type Attribute, FLOAT, INT64, model, node, tensor, value } from './onnx-writer.js';

export interface TinyBertOptions {
  layers?: number;
  hidden?: number;
  heads?: number;
  vocabulary?: number;
  positions?: number;
  /** What the model puts out. `pooled`: the first token's vector, as a 2-D `sentence_embedding`. */
  head?: 'hidden' | 'pooled' | 'logits';
  labels?: number;
  /** Name of the output, where it is not the head's usual one. */
  outputName?: string;
  /** Whether the model has the input `token_type_ids`. */
  typeIds?: boolean;
  seed?: number;
}

const USUAL_OUTPUT = { hidden: 'last_hidden_state', pooled: 'sentence_embedding', logits: 'logits' };

/** Numbers of a normal distribution, always the same for one seed (mulberry32, Box-Muller). */
function normalNumbers(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 1) / 4294967297;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A real BERT (embeddings, masked attention, feed-forward, layer norms) with random weights, as the bytes of an ONNX file. */
export function tinyBert(options: TinyBertOptions = {}): Buffer {
  const { layers = 2, hidden = 32, heads = 4, vocabulary = 200, positions = 64, head = 'hidden' } = options;
  const { labels = 1, typeIds = true, seed = 1 } = options;
  const output = options.outputName ?? USUAL_OUTPUT[head];
  const random = normalNumbers(seed);
  const nodes: Buffer[] = [];
  const initializers: Buffer[] = [];

  const floats = (name: string, dims: number[], next: () => number) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    initializers.push(tensor(name, dims, Float32Array.from({ length: size }, next)));
    return name;
  };
  const integers = (name: string, dims: number[], values: number[]) => {
    initializers.push(tensor(name, dims, BigInt64Array.from(values, BigInt)));
    return name;
  };
  let count = 0;
  const apply = (operator: string, inputs: string[], attributes: Record<string, Attribute> = {}, name?: string) => {
    const out = name ?? `v${count++}`;
    nodes.push(node(operator, inputs, [out], attributes));
    return out;
  };
  const scalar = (name: string, number: number) => floats(name, [], () => number);
  const linear = (x: string, name: string, from: number, to: number, out?: string) => {
    const product = apply('MatMul', [x, floats(`${name}.w`, [from, to], () => (random() * 1.5) / Math.sqrt(from))]);
    return apply('Add', [product, floats(`${name}.b`, [to], () => random() * 0.1)], {}, out);
  };
  const norm = (x: string, name: string) =>
    apply(
      'LayerNormalization',
      [x, floats(`${name}.scale`, [hidden], () => 1 + random() * 0.1), floats(`${name}.bias`, [hidden], () => 0)],
      { axis: -1, epsilon: { float: 1e-12 } },
    );

  const zero = integers('zero', [], [0]);
  const one = integers('one', [], [1]);
  const length = apply('Gather', [apply('Shape', ['input_ids']), one], { axis: 0 });
  const position = apply('Gather', [
    floats('positions', [positions, hidden], () => random() * 0.3),
    apply('Range', [zero, length, one]),
  ]);
  const word = apply('Gather', [floats('words', [vocabulary, hidden], random), 'input_ids']);
  let x = apply('Add', [word, position]);
  if (typeIds) {
    x = apply('Add', [x, apply('Gather', [floats('types', [2, hidden], () => random() * 0.5), 'token_type_ids'])]);
  }
  x = norm(x, 'embeddings');

  const mask = apply('Cast', ['attention_mask'], { to: FLOAT });
  const hiddenFrom = apply('Mul', [apply('Sub', [scalar('fOne', 1), mask]), scalar('minus', -10000)]);
  const bias = apply('Unsqueeze', [hiddenFrom, integers('axes', [2], [1, 2])]);
  const split = integers('split', [4], [0, 0, heads, hidden / heads]);
  const joined = integers('joined', [3], [0, 0, hidden]);
  const scale = scalar('scale', 1 / Math.sqrt(hidden / heads));
  const root = scalar('root', Math.SQRT1_2);
  const half = scalar('half', 0.5);
  const headsOf = (name: string, perm: number[]) =>
    apply('Transpose', [apply('Reshape', [linear(x, name, hidden, hidden), split])], { perm });

  for (let layer = 0; layer < layers; layer++) {
    const query = headsOf(`${layer}.q`, [0, 2, 1, 3]);
    const key = headsOf(`${layer}.k`, [0, 2, 3, 1]);
    const values = headsOf(`${layer}.v`, [0, 2, 1, 3]);
    const scores = apply('Add', [apply('Mul', [apply('MatMul', [query, key]), scale]), bias]);
    const context = apply('MatMul', [apply('Softmax', [scores], { axis: -1 }), values]);
    const merged = apply('Reshape', [apply('Transpose', [context], { perm: [0, 2, 1, 3] }), joined]);
    x = norm(apply('Add', [x, linear(merged, `${layer}.o`, hidden, hidden)]), `${layer}.norm1`);
    const inner = linear(x, `${layer}.up`, hidden, hidden * 4);
    const erf = apply('Add', [apply('Erf', [apply('Mul', [inner, root])]), 'fOne']);
    const gelu = apply('Mul', [apply('Mul', [inner, half]), erf]);
    x = norm(apply('Add', [x, linear(gelu, `${layer}.down`, hidden * 4, hidden)]), `${layer}.norm2`);
  }

  let shape: (number | string)[] = ['batch', 'tokens', hidden];
  if (head === 'hidden') apply('Identity', [x], {}, output);
  else {
    const first = apply('Gather', [x, zero], { axis: 1 }, head === 'pooled' ? output : undefined);
    shape = ['batch', hidden];
    if (head === 'logits') {
      linear(first, 'classifier', hidden, labels, output);
      shape = ['batch', labels];
    }
  }
  const names = ['input_ids', 'attention_mask', ...(typeIds ? ['token_type_ids'] : [])];
  return model({
    nodes,
    initializers,
    inputs: names.map((name) => value(name, INT64, ['batch', 'tokens'])),
    outputs: [value(output, FLOAT, shape)],
  });
}
