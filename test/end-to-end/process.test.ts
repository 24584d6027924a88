import { availableParallelism } from 'node:os';
import { ENDLESS, eventData, Program, type RunningServer, startServer } from './server.js';

const STREAM = { ...ENDLESS, n: 4, stream: true };
const MAIN = 'apps/server/bundle/main.js';
let programs: Program[] = [];

async function start(flags: string[] = [], script?: string, environment = {}): Promise<RunningServer> {
  const server = await startServer(flags, script, environment);
  programs.push(server);
  return server;
}

function run(script: string, flags: string[]): Program {
  const program = new Program(script, flags);
  programs.push(program);
  return program;
}

afterEach(async () => {
  for (const program of programs) await program.end();
  programs = [];
});

describe('SIGTERM', () => {
  it('lets an open stream finish, refuses new requests, and ends with 0', async () => {
    const server = await start(['--shutdown-timeout', '300']);
    const stream = await server.post('/v1/chat/completions', { ...STREAM, max_tokens: 1000 });
    server.kill('SIGTERM');
    await server.printed(/Stopping/);
    const refused = await server.post('/v1/chat/completions', STREAM);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ error: { code: 'disposed' } });
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
    const events = eventData(await stream.text());
    expect(events.at(-1)).toBe('[DONE]');
    expect(events.filter((event) => /"finish_reason":"length"/.test(event))).toHaveLength(STREAM.n);
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(server.errors).toBe('');
  });

  it('ends an idle server at once', async () => {
    const server = await start();
    server.kill('SIGTERM');
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('cuts off what takes too long', async () => {
    const server = await start(['--shutdown-timeout', '0']);
    const stream = await server.post('/v1/chat/completions', STREAM);
    server.kill('SIGTERM');
    await expect(stream.text()).rejects.toThrow();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(server.output).toContain('1 requests were cut off');
  });

  it('ends at once when it comes twice', async () => {
    const server = await start();
    const stream = await server.post('/v1/chat/completions', STREAM);
    server.kill('SIGTERM');
    await server.printed(/Stopping/);
    server.kill('SIGTERM');
    expect(await server.exit).toEqual({ code: 143, signal: null });
    await expect(stream.text()).rejects.toThrow();
  });
});

describe('start', () => {
  it('says in one sentence that its port is taken', async () => {
    const { port } = new URL((await start()).url);
    const second = run(MAIN, ['--port', port]);
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(second.errors).toBe(
      `Port ${port} of 127.0.0.1 is taken by another program: end it, or choose another port.\n`,
    );
  });

  it('says in one sentence what is wrong with a flag', async () => {
    const program = run(MAIN, ['--port', 'http']);
    expect(await program.exit).toEqual({ code: 2, signal: null });
    expect(program.errors).toBe('error: --port <number> (SERVER_PORT) must be an integer number, but it is "http"\n');
  });

  it('goes on without the models and plugins that it cannot have', async () => {
    const server = await start(['--models', '/nowhere', '--plugins', '/nowhere']);
    const { data } = await server.json<{ data: { id: string }[] }>('/v1/models');
    expect(data.filter(({ id }) => id.startsWith('otron'))).toEqual([]);
    expect((await fetch(server.url)).status).toBe(200);
    const refused = await server.post('/v1/chat/completions', { ...STREAM, model: 'default' });
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ error: { code: 'model_not_found' } });
  });
});

describe('npm start', () => {
  it('serves, passes flags on, and ends with its server', async () => {
    // the default: the best number of threads is measured
    const environment = { OTRON_THREADS: String(availableParallelism()) };
    const server = await start(['--log-level', 'debug'], 'scripts/start.mjs', environment);
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
    expect(server.log().some(({ level }) => level === 'debug')).toBe(true);
    server.kill('SIGINT');
    expect(await server.exit).toEqual({ code: 0, signal: null });
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('passes the exit code on', async () => {
    expect(await run('scripts/start.mjs', ['--port', '-1']).exit).toEqual({ code: 2, signal: null });
  });
});
