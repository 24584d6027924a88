import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { SocketClient } from '../../libs/inference/src/gateway/socket-client.fixture.js';
import { makeCertificate, type TestCertificate } from '../../libs/service/src/tls/certificate.fixture.js';
import { Program, type RunningServer } from './server.js';
import { startWithTls } from './tls-server.js';

const KEY = 'a-key-for-the-tests-of-TLS';
const QUESTION = 'What is the capital of France?';

let certificate: TestCertificate;
let other: TestCertificate;
let engine: RunningServer;
let front: RunningServer;
let web: RunningServer;
let alone: RunningServer;

beforeAll(async () => {
  [certificate, other] = await Promise.all([makeCertificate(), makeCertificate()]);
  alone = await startWithTls('server', certificate, { OTRON_API_KEYS: KEY });
  engine = await startWithTls('inference-engine', certificate);
  const services = { inference_url: engine.url, embeddings_url: engine.url };
  const SERVER_CONFIG = JSON.stringify({ serverMode: 'HighAvailability', services });
  front = await startWithTls('server', certificate, { SERVER_CONFIG, OTRON_API_KEYS: KEY });
  web = await startWithTls('web', certificate, { WEB_UPSTREAM: front.url });
});

afterAll(async () => {
  await Promise.all([alone, engine, front, web].map((program) => program?.end()));
  for (const { folder } of [certificate, other]) rmSync(folder, { recursive: true });
});

/** Asks over TLS as a client that trusts the certificate alone. */
function ask(url: string, method = 'GET', body = '', headers: Record<string, string> = {}) {
  return new Promise<{ status?: number; cookie: string; body: string }>((resolve, reject) => {
    const asked = request(url, { method, headers, ca: certificate.cert, agent: false }, async (answer) => {
      const [cookie = ''] = answer.headers['set-cookie'] ?? [];
      resolve({ status: answer.statusCode, cookie, body: await text(answer) });
    });
    asked.on('error', reject).end(body);
  });
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each([
  ['one server', () => alone],
  ['a server in front of an engine', () => front],
  ['the pages before a server before an engine', () => web],
])('%s, all over TLS', (_, asked) => {
  it('answers a chat, whole and streamed', async () => {
    const chat = { model: 'default', temperature: 0, messages: [{ role: 'user', content: QUESTION }] };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
    for (const stream of [false, true]) {
      const body = JSON.stringify({ ...chat, stream });
      const answer = await ask(`${asked().url}/v1/chat/completions`, 'POST', body, headers);
      expect([answer.status, answer.body]).toEqual([200, expect.stringContaining(stream ? '[DONE]' : 'Paris')]);
    }
  });

  it('shows the page to who has logged in, by a cookie for TLS alone, and opens its WebSocket', async () => {
    const { url } = asked();
    const login = await ask(`${url}/login`, 'POST', `key=${KEY}`, FORM);
    expect([login.status, login.cookie]).toEqual([303, expect.stringMatching(/^otron_session=.*; Secure$/)]);
    const cookie = login.cookie.split(';')[0] as string;
    expect((await ask(url, 'GET', '', { cookie })).body).toContain('otron-tiny-llama');
    const form = `message=${encodeURIComponent(QUESTION)}`;
    expect((await ask(url, 'POST', form, { ...FORM, cookie, origin: url })).body).toContain('Paris');
    const client = await SocketClient.open(url, { ca: certificate.cert, origin: url, headers: { cookie } });
    client.chat('a', { messages: [{ role: 'user', content: QUESTION }], temperature: 0 });
    await client.event('end');
    expect(client.text('a')).toContain('Paris');
    await client.close();
  });
});

/** Runs `otron`. */
async function otron(args: string[], trust: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, OTRON_URL: alone.url, OTRON_API_KEY: KEY, ...trust };
  const child = spawn(process.execPath, ['apps/cli/bin/otron.mjs', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise((resolve) => child.on('close', resolve));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await exit, output, errors };
}

it.each([[['run', '--temperature', '0', QUESTION]], [['cli', '--prompt', QUESTION]]])(
  'otron %j talks to it, or says what its certificate needs',
  async (args) => {
    const trusting = await otron(args, { NODE_EXTRA_CA_CERTS: certificate.tlsCert });
    expect([trusting.code, trusting.errors]).toEqual([0, '']);
    const stranger = await otron(args, {});
    expect(stranger.code).toBe(3);
    expect(stranger.errors).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT[\s\S]*NODE_EXTRA_CA_CERTS/);
  },
);

it.each([
  ['server', 'SERVER_PORT'],
  ['inference-engine', 'SERVER_PORT'],
  ['embeddings-engine', 'SERVER_PORT'],
  ['web', 'WEB_PORT'],
])('%s does not start with the key of another certificate', async (app, port) => {
  const environment = { OTRON_TLS_CERT: certificate.tlsCert, OTRON_TLS_KEY: other.tlsKey, [port]: '0' };
  const program = new Program(`apps/${app}/bundle/main.js`, [], environment);
  expect(await program.exit).toEqual({ code: 1, signal: null });
  expect(program.errors).toMatch(/^The key in \S+ does not belong to the first certificate in \S+\.\n$/);
});
