import { transferables } from './transferables.js';

describe('transferables', () => {
  const shared = new Float32Array(8);

  it.each([
    ['nothing', undefined, []],
    ['plain data', [1, 'a', { b: 2 }], []],
    ['vectors of their own buffers', [new Float32Array(2), new Float32Array(3)], [8, 12]],
    ['rows of one buffer', [shared.subarray(0, 4), shared.subarray(4)], [32]],
    ['shared memory', [new Float32Array(new SharedArrayBuffer(8))], []],
  ])('finds the buffers of %s', (_, answer, sizes) => {
    expect(transferables(answer).map((buffer) => buffer.byteLength)).toEqual(sizes);
  });
});
