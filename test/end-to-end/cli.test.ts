import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from './server.js';

/** An answer of some thousand tokens, whatever the model would say. */
const LONG = { type: 'array', items: { type: 'integer', minimum: 100_000, maximum: 999_999 }, minItems: 100 };

let server: RunningServer;
const folder = mkdtempSync(join(tmpdir(), 'otron-cli-'));

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  code: number | null;
  output: string;
  errors: string;
}

/** Runs `otron` as a program of its own; `use` may do something with it on its first output. */
function otron(args: string[], input = '', url = server.url, use?: (pid: number) => void): Promise<Run> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['apps/cli/bin/otron.mjs', ...args], {
    env: { PATH, HOME, OTRON_URL: url, XDG_STATE_HOME: folder },
  });
  const run: Run = { code: null, output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    if (run.output === '') use?.(child.pid as number);
    run.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    run.errors += text;
  });
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...run, code })));
}

it('answers a prompt, from the arguments, a pipe, or both', async () => {
  const said = { code: 0, output: 'The capital of France is Paris.\n', errors: '' };
  const greedy = ['run', '--temperature', '0'];
  expect(await otron([...greedy, 'What is the capital of France?'])).toEqual(said);
  expect(await otron(greedy, 'What is the capital of France?\n')).toEqual(said);
  const { output } = await otron([...greedy, '--json', 'What is the capital'], 'of France?');
  expect(JSON.parse(output)).toMatchObject({ finish_reason: 'stop', usage: { prompt_tokens: expect.any(Number) } });
});

it('holds an answer to a schema', async () => {
  const schema = join(folder, 'schema.json');
  writeFileSync(schema, JSON.stringify({ type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }));
  const { output } = await otron(['run', 'A number', '--schema', schema, '--max-tokens', '200', '--seed', '1']);
  expect(JSON.parse(output)).toEqual({ n: expect.any(Number) });
});

it('stops an answer with Ctrl+C, and the server stops too', async () => {
  const schema = join(folder, 'long.json');
  writeFileSync(schema, JSON.stringify(LONG));
  const run = await otron(['run', 'Numbers', '--schema', schema], '', server.url, (pid) => process.kill(pid, 'SIGINT'));
  expect(run).toMatchObject({ code: 130, errors: '' });
  await server.idle();
});

it.each([
  [['models', '--json'], 0, /"id": "otron-tiny-llama"/],
  [['models', 'show', 'default'], 0, /kind +\w+/],
  [['models', 'fit', 'otron-tiny-gemma'], 0, /otron-tiny-gemma fits/],
  [['models', 'load', 'otron-tiny-gemma'], 0, /is loaded/],
  [['models', 'unload', 'otron-tiny-gemma'], 0, /is unloaded/],
  [['models', 'verify'], 0, /The store is empty/],
  [['models', 'rm', 'otron-tiny-llama'], 2, /--yes/],
  [['models', 'rm', '--yes', 'otron-tiny-llama'], 1, /not downloaded by the store/],
  [['models', 'pull', 'hf:nobody/nothing'], 1, /HF_HUB_OFFLINE/],
  [['ps'], 0, /otron-tiny-llama +language +loaded/],
  [['embed', 'one', 'two'], 0, /^\[[-\d.e,]+\]\n\[[-\d.e,]+\]\n$/],
  [['rerank', 'Where do rivers end?', 'Bread is baked.', 'Rivers run to the sea.'], 0, /SCORE.*\n.*Rivers/],
  [['doctor'], 0, /ok +plugin +runner-llama/],
  [['plugin', 'list'], 0, /runner-llama +0\.1\.0 +ready +runners llama/],
  [['plugin', 'list', '--json'], 0, /"stages": \[\]/],
  [['conformance', '--json', '--markdown'], 2, /not both/],
  [['cli', '--list-models'], 0, /^otron-tiny-llama$/m],
  [['cli', '--model', 'otron-tiny-llama', '--prompt', 'Hi.'], 0, /first byte: .* ms\ngaps between chunks: median /],
  [['run', '--model', 'nope', 'hi'], 1, /no model "nope"/],
  [['run'], 2, /There is no prompt/],
  [['run', '--temperature', '3', 'x'], 2, /0 to 2/],
  [['runn'], 2, /Did you mean run/],
  [['serve', '--print-config', '--port', '7'], 0, /--port +7 +flag\n(.*\n)*--keep-alive +not set +default/],
  [['serve', '--port', '-1'], 2, /--port/],
])('%j ends with %d and says %s', async (args, code, text) => {
  const { code: ended, output, errors } = await otron(args);
  expect(output + errors).toMatch(text);
  expect(ended).toBe(code);
});

it.each([
  [['run', 'x']],
  [['models']],
  [['ps']],
  [['doctor']],
  [['plugin', 'list']],
  [['conformance']],
  [['chat']],
  [['cli', '--prompt', 'x']],
])('%j tells a server that is away from a failure', async (args) => {
  const { code, output, errors } = await otron(args, '', 'http://127.0.0.1:1');
  expect(output + errors).toContain('otron serve');
  expect(code).toBe(3);
});

it('chats over a pipe', async () => {
  const file = join(folder, 'chat.json');
  const input = `/system Be brief.\n"""\nWhat is the capital of France?\n"""\n/save ${file}\n/clear\n/load ${file}\n/stats\n/exit\nnever\n`;
  const { code, output, errors } = await otron(['chat', 'otron-tiny-llama'], input);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toMatch(
    /Saved 2 messages\.\n.*forgotten\.\nLoaded 2 messages with otron-tiny-llama\.\nlast answer: \d+ tokens/,
  );
});
