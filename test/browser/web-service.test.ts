import { utimes } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { type RunningServer, startServer, startWeb } from '../end-to-end/server.js';
import { describeWithBrowser, faultsOf, TestBrowser } from './browser.js';
import { ChatPage } from './chat-page.js';
import { scriptedAnswers } from './scripted-answers.js';

describeWithBrowser('the pages as a service of their own', () => {
  const scripted = scriptedAnswers();
  let server: RunningServer;
  let web: RunningServer;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(scripted.flags), TestBrowser.start()]);
    web = await startWeb(server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await web?.end();
    await server?.end();
    scripted.remove();
  });

  it.each([
    ['the WebSocket', true],
    ['server-sent events, where no WebSocket opens', false],
  ])('chat over %s', async (_, sockets) => {
    page = await browser.open(web.url);
    const opened: string[] = [];
    page.on('websocket', (socket) => opened.push(socket.url()));
    if (!sockets) await page.route('**/v1/ws', (route) => route.abort());
    if (!sockets) await page.routeWebSocket('**/v1/ws', (socket) => socket.close());
    const chat = new ChatPage(page);
    await chat.say('COUNT 12');
    await chat.answer().getByText('1 2 3').waitFor();
    expect(await chat.answered(1)).toMatch(/^1 2 3 .* 12$/);
    await chat.say('COUNT 1000');
    await chat.answer().getByText('1 2 3').waitFor();
    await page.keyboard.press('Escape');
    await chat.answered(2);
    await server.idle();
    if (sockets) expect(opened).toEqual([`${web.url.replace('http', 'ws')}/v1/ws`]);
    expect(faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('lets no page of another site use the server behind them', async () => {
    const refused = await fetch(`${web.url}/v1/ws`, { headers: { Origin: 'https://example.org' } });
    expect(refused.status).toBe(403);
    expect((await fetch(`${web.url}/docs`)).status).toBe(200);
    expect((await fetch(`${web.url}/health`)).status).toBe(200);
  });

  it('show in development what has changed in their sources, without a reload', async () => {
    const source = 'apps/web/page/src/chat/empty-state.tsx';
    const working = await startWeb(server.url, ['--dev']);
    page = await browser.open(working.url);
    await page.getByLabel('Message', { exact: true }).fill('not sent yet');
    let updated = false;
    page.on('console', (message) => {
      updated ||= message.text().includes('hot updated: /src/chat/empty-state.tsx');
    });
    while (!updated) {
      // the content stays as it is: only that it was written is new
      await utimes(source, new Date(), new Date());
      await page.waitForTimeout(500);
    }
    await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('not sent yet');
    expect(faultsOf(page)).toEqual([]);
    await page.context().close();
    await working.end();
  });

  it('say so when the server behind them is away', async () => {
    await server.end();
    page = await browser.open(web.url);
    await page.getByText('The server does not answer.').waitFor();
    await page.context().close();
  });
});
