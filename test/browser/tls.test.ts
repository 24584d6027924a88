import { rmSync } from 'node:fs';
import { makeCertificate, type TestCertificate } from '../../libs/service/src/tls/certificate.fixture.js';
import type { RunningServer } from '../end-to-end/server.js';
import { startWithTls } from '../end-to-end/tls-server.js';
import { describeWithBrowser, faultsOf, screenshot, TestBrowser } from './browser.js';
import { ChatPage } from './chat-page.js';

describeWithBrowser('the page of a server in front of an engine, over TLS', () => {
  let certificate: TestCertificate;
  let engine: RunningServer;
  let server: RunningServer;
  let browser: TestBrowser;

  beforeAll(async () => {
    [certificate, browser] = await Promise.all([makeCertificate(), TestBrowser.start()]);
    engine = await startWithTls('inference-engine', certificate);
    const services = { inference_url: engine.url, embeddings_url: engine.url };
    const SERVER_CONFIG = JSON.stringify({ serverMode: 'HighAvailability', services });
    server = await startWithTls('server', certificate, { SERVER_CONFIG });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.end();
    await engine?.end();
    rmSync(certificate.folder, { recursive: true });
  });

  it('chats over its WebSocket', async () => {
    const page = await browser.open(server.url, { ignoreHTTPSErrors: true });
    const frames: string[] = [];
    page.on('websocket', (socket) => {
      frames.push(socket.url());
      socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
    });
    const chat = new ChatPage(page);
    await chat.say('What is the capital of France?');
    await chat.answered(1);
    expect(frames[0]).toBe(`${server.url.replace('http', 'ws')}/v1/ws`);
    expect(frames.some((frame) => frame.includes('"type":"delta"'))).toBe(true);
    expect(faultsOf(page)).toEqual([]);
    await screenshot(page, 'tls');
  });
});
