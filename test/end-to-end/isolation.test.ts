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
/** One answer that has no end, not even that of the context. */
const STREAM = { ...ENDLESS, n: 1, stream: true, context_overflow: 'shift', max_tokens: 1_000_000 };

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

/** A streamed answer, read as it comes. */
class Answer {
  text = '';
  /** Resolves with the end of the stream. */
  readonly ended: Promise<void>;
  private readonly leaving = new AbortController();

  constructor(model: string) {
    this.ended = this.read(model);
    // who waits for it is told all the same
    this.ended.catch(() => undefined);
  }

  private async read(model: string): Promise<void> {
    const { signal } = this.leaving;
    const response = await server.post('/v1/chat/completions', { ...STREAM, model }, { signal });
    expect(response.status).toBe(200);
    const decoder = new TextDecoder();
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>)
      this.text += decoder.decode(part, { stream: true });
  }

  private get words(): number {
    return this.text.split(/"content":"[^"]/).length - 1;
  }

  /** Resolves when some more words have come; fails when the stream ends before. */
  async goesOn(): Promise<void> {
    const enough = this.words + 5;
    const tooEarly = this.ended.then(() => {
      throw new Error(`The answer ended: ${this.text.slice(-500)}`);
    });
    await Promise.race([tooEarly, server.until(() => this.words >= enough, `more than ${this.text.slice(-100)}`)]);
  }

  /** Leaves as a client does that closes its connection. */
  async leave(): Promise<void> {
    this.leaving.abort();
    await this.ended.catch(() => undefined);
  }
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
    const answer = new Answer(ISOLATED);
    const neighbor = new Answer(NEIGHBOR);
    await Promise.all([answer.goesOn(), neighbor.goesOn()]);
    expect((await placementOf(NEIGHBOR))?.isolated).toBe(false);

    process.kill(pid as number, 'SIGKILL');
    await answer.ended;
    expect(answer.text).toContain('"engine_crashed"');
    expect(eventData(answer.text)).not.toContain('[DONE]');
    await neighbor.goesOn();

    const { status, text } = await ask(ISOLATED);
    expect([status, text]).toEqual([200, expect.stringContaining('Paris')]);
    expect((await placementOf(ISOLATED))?.pid).not.toBe(pid);

    await neighbor.goesOn();
    expect(neighbor.text).not.toContain('"error"');
    await neighbor.leave();
    await server.idle();
    expect((await ask(NEIGHBOR)).status).toBe(200);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('ends with the server, also when that ends by %s', async (signal) => {
    const { pid } = (await placementOf(ISOLATED)) as Placement;
    server.kill(signal);
    const { code } = await server.exit;
    if (signal === 'SIGTERM') expect(code).toBe(0);
    while (isAlive(pid as number)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});
