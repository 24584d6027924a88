import { toEmbeddingsResponse } from './to-embeddings-response.js';

const whole = Float32Array.of(9, 1, -0.5, 0.1, 9);
const result = {
  model: 'tiny',
  vectors: [Float32Array.of(0.25, 0.75, -1), whole.subarray(1, 4)],
  promptTokens: 7,
  truncatedTokens: 3,
};

describe('toEmbeddingsResponse', () => {
  it('writes numbers', () => {
    expect(toEmbeddingsResponse(result, { encodingFormat: 'float', truncate: false })).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [0.25, 0.75, -1] },
        { object: 'embedding', index: 1, embedding: [1, -0.5, Math.fround(0.1)] },
      ],
      model: 'tiny',
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
  });

  it('writes float32 in little endian as base64, of the vector alone', () => {
    const { data } = toEmbeddingsResponse(result, { encodingFormat: 'base64', truncate: false });
    const bytes = Buffer.from(data[1]?.embedding as string, 'base64');
    expect(bytes).toHaveLength(12);
    expect([0, 4, 8].map((offset) => bytes.readFloatLE(offset))).toEqual([1, -0.5, Math.fround(0.1)]);
  });

  it('says how many tokens were cut when cutting was allowed', () => {
    const { usage } = toEmbeddingsResponse(result, { encodingFormat: 'float', truncate: true });
    expect(usage).toEqual({ prompt_tokens: 7, total_tokens: 7, truncated_tokens: 3 });
  });
});
