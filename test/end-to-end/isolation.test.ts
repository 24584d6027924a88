import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDLESS, eventData, type RunningServer, startServer } from './server.js';

interface Placement {
  model: string;
  isolated: boolean;
  pid?: number;
}

const ISOLATED = 'otron-tiny-llama';
const NEIGHBOR = 'otron-tiny-gemma';
/** One answer of it. */
const STREAM = { ...ENDLESS, n: 1, stream: true };

let server: RunningServer;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otron-isolation-'));
  const config = join(folder, 'otron.config.json');
  writeFileSync(config, JSON.stringify({ models: { [ISOLATED]: { isolate: true, contextTokens: 2048 } } }));
  server = await startServer(['--config', config]);
});

afterEach(async () => {
  await server.end();
  rmSync(folder, { recursive: true, force: true });
});

async function placementOf(model: string): Promise<Placement | undefined> {
  const { models } = await server.json<{ models: Placement[] }>('/admin/hardware');
  return models.find((placement) => placement.model === model);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Reads a streamed answer up to its first word; what is left of it comes from `rest`. */
async function begin(model: string): Promise<{ rest(): Promise<string> }> {
  const response = await server.post('/v1/chat/completions', { ...STREAM, model });
  expect(response.status).toBe(200);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  const read = async () => {
    const { value, done } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    return !done;
  };
  while (!/"content":"[^"]/.test(text)) await read();
  return {
    rest: async () => {
      while (await read());
      return text;
    },
  };
}

async function ask(model: string): Promise<{ status: number; text: string }> {
  const response = await server.post('/v1/chat/completions', {
    model,
    messages: [{ role: 'user', content: 'What is the capital of France?' }],
    temperature: 0,
  });
  return { status: response.status, text: await response.text() };
}

describe('a model in a process of its own', () => {
  it('that is killed in the middle of an answer takes nobody with it, and is loaded again', async () => {
    const { isolated, pid } = (await placementOf(ISOLATED)) as Placement;
    expect(isolated).toBe(true);
    expect((await ask(ISOLATED)).text).toContain('Paris');
    const [answer, neighbor] = await Promise.all([begin(ISOLATED), begin(NEIGHBOR)]);
    expect((await placementOf(NEIGHBOR))?.isolated).toBe(false);

    process.kill(pid as number, 'SIGKILL');
    const broken = await answer.rest();
    expect(broken).toContain('"engine_crashed"');
    expect(eventData(broken)).not.toContain('[DONE]');

    const { status, text } = await ask(ISOLATED);
    expect([status, text]).toEqual([200, expect.stringContaining('Paris')]);
    expect((await placementOf(ISOLATED))?.pid).not.toBe(pid);

    const whole = eventData(await neighbor.rest());
    expect(whole.at(-1)).toBe('[DONE]');
    expect(whole.join('')).toContain('"finish_reason":"length"');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('ends with the server, also when that ends by %s', async (signal) => {
    const { pid } = (await placementOf(ISOLATED)) as Placement;
    server.kill(signal);
    const { code } = await server.exit;
    if (signal === 'SIGTERM') expect(code).toBe(0);
    while (isAlive(pid as number)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});
