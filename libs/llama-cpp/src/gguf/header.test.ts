import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHeader } from './header.js';

const model = (name: string) => new URL(`../../../../models/${name}`, import.meta.url).pathname;

describe('readHeader', () => {
  it('summarizes a llama model', async () => {
    expect(await readHeader(model('otron-tiny-llama-q8_0.gguf'))).toMatchObject({
      architecture: 'llama',
      parameters: 2_755_008,
      contextTokens: 2048,
      vocabularyTokens: 2048,
      layers: 6,
      quantization: 'Q8_0',
      chatTemplate: expect.stringContaining('<|start_header_id|>'),
    });
  });

  it('sees a sliding window', async () => {
    const header = await readHeader(model('otron-tiny-gemma-q8_0.gguf'));
    expect(header).toMatchObject({ architecture: 'gemma3', slidingWindow: 512 });
    expect(header.weightBytes).toBeGreaterThan(1_400_000);
  });

  it('refuses a file that was cut', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'gguf-')), 'cut.gguf');
    const whole = await readFile(model('otron-tiny-llama-q8_0.gguf'));
    await writeFile(path, whole.subarray(0, whole.length / 2));
    await expect(readHeader(path)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });

  it('refuses what is no GGUF file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gguf-'));
    const path = join(folder, 'broken.gguf');
    await writeFile(path, 'GGUFx');
    await expect(readHeader(path)).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    await expect(readHeader(join(folder, 'none.gguf'))).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  });
});
