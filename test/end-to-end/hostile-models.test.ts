// Model files and grammars that were made to harm, before a running server.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeVariant } from '../../libs/llama-cpp/src/gguf/gguf-variant.fixture.js';
import { type RunningServer, startServer } from './server.js';

const LLAMA = fileURLToPath(new URL('../../models/otron-tiny-llama-q8_0.gguf', import.meta.url));
const loop = '{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 4 };

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otron-hostile-'));
  copyFileSync(LLAMA, join(folder, 'good.gguf'));
  const variant = (name: string, template: string) =>
    writeVariant(LLAMA, join(folder, `${name}.gguf`), { template, tokens: new Map() });
  variant('looping', loop);
  // harmless in every trial: only this conversation sets it off
  variant('sleeper', `{% if messages[0].content == "now" %}${loop}{% endif %}{{ messages[0].content }}`);
  const whole = await readFile(LLAMA);
  writeFileSync(join(folder, 'cut.gguf'), whole.subarray(0, 60_000));
  const gigabytes = Buffer.from(whole);
  // the length of the first key's value
  gigabytes.writeBigUInt64LE(2n ** 31n, 24 + 8 + 'general.architecture'.length + 4);
  writeFileSync(join(folder, 'gigabytes.gguf'), gigabytes);
  // heads of no size: llama.cpp divides by them
  const heads = Buffer.from(whole);
  const key = heads.indexOf('llama.attention.head_count');
  heads.writeUInt32LE(0, key + 'llama.attention.head_count'.length + 4);
  writeFileSync(join(folder, 'headless.gguf'), heads);
  server = await startServer(['--models', folder, '--model', 'good']);
});

afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

const chat = async (model: string, more: object = {}) => {
  const response = await server.post('/v1/chat/completions', { model, ...HELLO, ...more });
  return [response.status, JSON.parse(await response.text())] as const;
};

describe('a server with hostile models', () => {
  it.each(['looping', 'cut', 'gigabytes', 'headless'])('refuses %s by name, and serves the others', async (name) => {
    const [status, body] = await chat(name);
    expect([status, body.error.code]).not.toEqual([500, expect.anything()]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect((await chat('good'))[0]).toBe(200);
  });

  it('ends a template that waited for its word', async () => {
    expect((await chat('sleeper'))[0]).toBe(200);
    const [status, body] = await chat('sleeper', { messages: [{ role: 'user', content: 'now' }] });
    expect([status, body.error.message]).toEqual([400, expect.stringContaining('steps')]);
    expect((await chat('sleeper'))[0]).toBe(200);
  });

  it.each([
    [
      'a schema of a thousand levels',
      { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: nested(1000) } } },
    ],
    ['a regular expression that doubles', { regex: '(a?){9999}(a*)*'.repeat(20) }],
    ['a grammar that doubles', { grammar: doubled() }],
  ])('refuses %s in bounded time, and goes on', async (_, more) => {
    const [status, body] = await chat('good', more);
    expect([status, body.error?.message]).toEqual([400, expect.any(String)]);
    expect((await chat('good', { choice: ['yes', 'no'] }))[0]).toBe(200);
  });
});

function nested(levels: number): object {
  return levels === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(levels - 1) } };
}

function doubled(): string {
  const rules = Array.from(
    { length: 40 },
    (_, i) => `r${i} ::= "x" r${i + 1} | "x" r${i + 1} "y" | r${i + 1} r${i + 1}`,
  );
  return `root ::= r0\n${rules.join('\n')}\nr40 ::= "x" | ""`;
}
