import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/model-files.js';
import { externalTensor, FLOAT, INT64, model, node, tensor, value } from '../testing/onnx-writer.js';
import { tinyBert } from '../testing/tiny-bert.js';
import { readOnnxHeader } from './onnx-header.js';
import { ProtobufFile } from './protobuf-file.js';

describe('readOnnxHeader', () => {
  const folder = temporaryFolder();
  const write = async (bytes: Buffer) => {
    const path = join(folder.path, 'model.onnx');
    await writeFile(path, bytes);
    return path;
  };

  it('reads inputs, outputs, operators and the types of weights', async () => {
    const header = await readOnnxHeader(await write(tinyBert({ hidden: 32 })));
    expect(header.inputs).toEqual(
      ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({
        name,
        elementType: INT64,
        shape: ['batch', 'tokens'],
      })),
    );
    expect(header.outputs).toEqual([{ name: 'last_hidden_state', elementType: FLOAT, shape: ['batch', 'tokens', 32] }]);
    expect([...header.operators]).toEqual(
      expect.arrayContaining(['Gather', 'MatMul', 'LayerNormalization', 'Softmax']),
    );
    expect([...header.weightTypes].sort()).toEqual([FLOAT, INT64]);
    expect(header.externalFiles.size).toBe(0);
  });

  it('leaves weights that are listed as inputs out, and finds weights in other files', async () => {
    const weights = [
      externalTensor('a', [4], 'model.onnx_data', 0, 16),
      externalTensor('b', [4], 'model.onnx_data', 64, 16),
      tensor('c', [1], new Float32Array(1)),
    ];
    const inputs = ['x', 'a', 'b', 'c'].map((name) => value(name, FLOAT, [4]));
    const nodes = [node('Sum', ['x', 'a', 'b', 'c'], ['y'])];
    const path = await write(model({ nodes, initializers: weights, inputs, outputs: [value('y', FLOAT, [4])] }));
    const header = await readOnnxHeader(path);
    expect(header.inputs.map((input) => input.name)).toEqual(['x']);
    expect([...header.externalFiles]).toEqual([['model.onnx_data', 80]]);
  });

  it('finds a file cut anywhere', async () => {
    const whole = tinyBert({ layers: 1, hidden: 8, heads: 2 });
    for (let cut = 1; cut < whole.length; cut += 997) {
      const path = await write(whole.subarray(0, whole.length - cut));
      await expect(readOnnxHeader(path)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    }
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(4096)],
    ['a web page', Buffer.from('<html><body>not found</body></html>')],
  ])('refuses %s', async (_, bytes) => {
    await expect(readOnnxHeader(await write(bytes))).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });

  it('reads no weights', async () => {
    const path = await write(
      model({
        nodes: [node('Gather', ['words', 'input_ids'], ['y'])],
        initializers: [tensor('words', [20_000, 128], new Float32Array(20_000 * 128))],
        inputs: [value('input_ids', INT64, ['batch', 'tokens'])],
        outputs: [value('y', FLOAT, ['batch', 'tokens', 128])],
      }),
    );
    const handle = await open(path);
    let bytes = 0;
    const counting = {
      read: async (buffer: Buffer, offset: number, length: number, position: number) => {
        const read = await handle.read(buffer, offset, length, position);
        bytes += read.bytesRead;
        return read;
      },
    };
    try {
      const { size } = await handle.stat();
      const file = new ProtobufFile(counting as unknown as typeof handle, path);
      for await (const field of file.fields(0, size)) {
        if (field.number !== 7) continue;
        for await (const part of file.fields(field.start, field.end))
          await file.children(part.number === 5 ? part : undefined);
      }
      expect(size).toBeGreaterThan(10_000_000);
      expect(bytes).toBeLessThan(100_000);
    } finally {
      await handle.close();
    }
  });
});
