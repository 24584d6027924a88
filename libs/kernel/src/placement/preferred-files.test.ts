import type { Device, NumberFormat } from '@predict-otron/plugin-sdk';
import { preferredFiles } from './preferred-files.js';

const line = (format: NumberFormat, files: string[], onnx: string[], families?: string[]) => ({
  format,
  reason: 'So.',
  ...(families && { families }),
  levers: { files, onnx, kvCacheType: format },
});

const device = (precisions: Device['precisions']): Device => ({
  id: 'any',
  kind: 'metal',
  name: 'Any',
  totalBytes: 1,
  precisions,
  notes: [],
});

const CPU = device([line('F32', ['Q8_0'], ['fp32', 'int8'])]);
const METAL = device([line('F32', ['F32'], ['fp32'], ['gemma']), line('F16', ['F16'], ['fp16'])]);

describe('preferredFiles', () => {
  it('is what the policy of the device says, within half of the memory', () => {
    expect(preferredFiles({ repo: 'acme/Llama-3-GGUF', device: METAL, cpu: CPU, limit: 1001 })).toEqual({
      files: ['F16'],
      onnx: ['fp32', 'int8'],
      bytes: 500,
    });
  });

  it('knows a family by the name of the repository', () => {
    expect(preferredFiles({ repo: 'acme/Gemma-3-GGUF', device: METAL, cpu: CPU, limit: 1 })?.files).toEqual(['F32']);
  });

  it('limits nothing where nothing is known of the memory', () => {
    expect(preferredFiles({ repo: 'a/b', device: CPU, cpu: undefined, limit: Number.POSITIVE_INFINITY })).toEqual({
      files: ['Q8_0'],
      onnx: ['fp32', 'int8'],
    });
  });

  it.each([undefined, device([{ format: 'F32', reason: 'So.' }])])('is nothing where no policy is', (of) => {
    expect(preferredFiles({ repo: 'a/b', device: of, cpu: of, limit: 1 })).toBeUndefined();
  });
});
