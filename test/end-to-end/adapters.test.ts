import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loraFile } from './lora-file.js';
import { type RunningServer, startServer } from './server.js';

const BASE = 'otron-tiny-llama';
let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adapters-'));
  copyFileSync(`models/${BASE}-q8_0.gguf`, join(folder, `${BASE}-q8_0.gguf`));
  writeFileSync(join(folder, 'random-f32.gguf'), loraFile(0.5));
  writeFileSync(join(folder, 'other-f32.gguf'), loraFile(0.5, 'gemma3'));
  const config = join(folder, 'otron.config.yaml');
  writeFileSync(config, `models:\n  ${BASE}+off:\n    adapters: [{ path: random-f32.gguf, scale: 0 }]\n`);
  server = await startServer(['--models', folder, '--config', config, '--model', BASE]);
});

afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(model: string): Promise<string> {
  const messages = [{ role: 'user', content: 'What is the capital of France?' }];
  const response = await server.post('/v1/chat/completions', { model, messages, temperature: 0, max_tokens: 20 });
  expect(response.status).toBe(200);
  const body = (await response.json()) as { choices: { message: { content: string } }[] };
  return body.choices[0]?.message.content as string;
}

describe('a LoRA adapter', () => {
  it('makes a model of the base that it suits, and of no other', async () => {
    const { data } = await server.json<{ data: { id: string }[] }>('/v1/models');
    const ids = data.map(({ id }) => id).filter((id) => id.startsWith('otron'));
    expect(ids).toEqual([BASE, `${BASE}+off`, `${BASE}+random`]);
  });

  it('changes the answer, by as much as it is scaled', async () => {
    const own = await answer(BASE);
    expect(own).toContain('Paris');
    expect(await answer(`${BASE}+random`)).not.toBe(own);
    expect(await answer(`${BASE}+off`)).toBe(own);
    expect(await answer('default')).toBe(own);
  });
});
