import { LAYER_NORM_EPSILON, type TinyBert } from './tiny-bert.js';

type Vector = number[];
type Weights = (name: string) => Float32Array;

/** Hidden states of each token, straight from the definition of BERT, in 64-bit numbers: what the engine is held against. */
export function bertForward({ shape, tensors }: TinyBert, tokens: number[]): Vector[] {
  const { layers, width, heads } = shape;
  const weights: Weights = (name) => tensors[name]?.data as Float32Array;
  const linear = (name: string, x: Vector) =>
    Array.from(weights(`${name}.bias`), (bias, row) => bias + dot(weights(`${name}.weight`), row * x.length, x));
  const norm = (name: string, x: Vector) => layerNorm(x, weights(`${name}.weight`), weights(`${name}.bias`));
  const row = (name: string, place: number) => weights(`${name}.weight`).subarray(place * width, (place + 1) * width);

  let states = tokens.map((token, position) =>
    norm(
      'token_embd_norm',
      add(add([...row('token_embd', token)], row('position_embd', position)), row('token_types', 0)),
    ),
  );
  for (let layer = 0; layer < layers; layer++) {
    const [q, k, v] = ['q', 'k', 'v'].map((part) => states.map((x) => linear(`blk.${layer}.attn_${part}`, x)));
    const attended = attention(q as Vector[], k as Vector[], v as Vector[], heads);
    states = states.map((x, place) => {
      const output = linear(`blk.${layer}.attn_output`, attended[place] as Vector);
      const middle = norm(`blk.${layer}.attn_output_norm`, add(output, x));
      const up = linear(`blk.${layer}.ffn_up`, middle).map(gelu);
      return norm(`blk.${layer}.layer_output_norm`, add(linear(`blk.${layer}.ffn_down`, up), middle));
    });
  }
  return states;
}

/** The relevance of a sequence classification head over the first token, as a probability. */
export function rankScore(bert: TinyBert, tokens: number[]): number {
  const [first] = bertForward(bert, tokens) as [Vector];
  const weights: Weights = (name) => bert.tensors[name]?.data as Float32Array;
  const hidden = Array.from(weights('cls.bias'), (bias, row) =>
    Math.tanh(bias + dot(weights('cls.weight'), row * first.length, first)),
  );
  const logit = (weights('cls.output.bias')[0] as number) + dot(weights('cls.output.weight'), 0, hidden);
  return 1 / (1 + Math.exp(-logit));
}

function attention(q: Vector[], k: Vector[], v: Vector[], heads: number): Vector[] {
  const size = (q[0] as Vector).length / heads;
  return q.map((query) => {
    const output: Vector = [];
    for (let head = 0; head < heads; head++) {
      const part = (x: Vector) => x.slice(head * size, (head + 1) * size);
      const scores = k.map((key) => dot(part(query), 0, part(key)) / Math.sqrt(size));
      const shares = softmax(scores);
      const values = v.map(part);
      for (let i = 0; i < size; i++) {
        output.push(shares.reduce((sum, share, place) => sum + share * ((values[place] as Vector)[i] as number), 0));
      }
    }
    return output;
  });
}

function softmax(scores: Vector): Vector {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function layerNorm(x: Vector, weight: Float32Array, bias: Float32Array): Vector {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map(
    (value, i) =>
      ((value - mean) / Math.sqrt(variance + LAYER_NORM_EPSILON)) * (weight[i] as number) + (bias[i] as number),
  );
}

/** The tanh form, which llama.cpp computes. */
function gelu(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function add(a: Vector, b: ArrayLike<number>): Vector {
  return a.map((value, i) => value + (b[i] as number));
}

/** Dot product of `x` with as many numbers of `weights` from `offset`. */
function dot(weights: ArrayLike<number>, offset: number, x: Vector): number {
  return x.reduce((sum, value, i) => sum + value * (weights[offset + i] as number), 0);
}
