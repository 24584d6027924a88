import { PluginError } from '@predict-otron/plugin-sdk';
import { toInferResponse } from './infer-response.js';
import { parseInferRequest } from './parse-infer-request.js';

const text = (more: object = {}) => ({ name: 'text', shape: [2], datatype: 'BYTES', data: ['a', 'b'], ...more });

describe('parseInferRequest', () => {
  it.each([
    [{ inputs: [text()] }, { model: 'm', input: { texts: ['a', 'b'] }, truncate: false }],
    [{ inputs: [text({ shape: [2, 1], data: [['a'], ['b']] })] }, { input: { texts: ['a', 'b'] } }],
    [
      { inputs: [text()], parameters: { dimensions: 8, input_type: 'query', truncate: true } },
      { dimensions: 8, inputType: 'query', truncate: true },
    ],
    [{ inputs: [text({ parameters: { content_type: 'str' } })], outputs: [{ name: 'embedding' }] }, { model: 'm' }],
  ])('reads %j', (body, request) => {
    expect(parseInferRequest(body, 'm').request).toMatchObject(request);
  });

  it.each([
    [{}, 'inputs'],
    [{ inputs: [] }, 'inputs'],
    [{ inputs: [text(), text()] }, 'inputs'],
    [{ inputs: [text({ name: 'image' })] }, 'inputs[0].name'],
    [{ inputs: [text({ datatype: 'FP32' })] }, 'inputs[0].datatype'],
    [{ inputs: [text({ shape: [3] })] }, 'inputs[0].data'],
    [{ inputs: [text({ shape: [1, 2] })] }, 'inputs[0].shape'],
    [{ inputs: [text({ shape: [] })] }, 'inputs[0].shape'],
    [{ inputs: [text({ data: ['a', ''] })] }, 'inputs[0].data'],
    [{ inputs: [text({ data: ['a', 1] })] }, 'inputs[0].data'],
    [{ inputs: [text({ parameters: { binary_data_size: 4 } })] }, 'inputs[0].parameters.binary_data_size'],
    [
      { inputs: [text()], outputs: [{ name: 'embedding', parameters: { binary_data: true } }] },
      'outputs[0].parameters',
    ],
    [{ inputs: [text()], outputs: [{ name: 'tokens' }] }, 'outputs[0].name'],
    [{ inputs: [text()], parameters: { sequence_id: 1 } }, 'parameters.sequence_id'],
    [{ inputs: [text()], model: 'm' }, 'model'],
  ])('refuses %j at %s', (body, param) => {
    let thrown: unknown;
    try {
      parseInferRequest(body, 'm');
    } catch (error) {
      thrown = error;
    }
    expect(PluginError.is(thrown) && thrown.details.param).toBe(param);
  });
});

it('writes vectors one after the other', () => {
  const vectors = [new Float32Array([1, 2]), new Float32Array([3, 4])];
  expect(toInferResponse({ model: 'm', vectors, promptTokens: 2, truncatedTokens: 0 }, '42')).toEqual({
    model_name: 'm',
    model_version: '1',
    id: '42',
    outputs: [{ name: 'embedding', shape: [2, 2], datatype: 'FP32', data: [1, 2, 3, 4] }],
  });
});
