import type { BrowserContextOptions, Page } from 'playwright-core';
import { type RunningServer, startServer } from '../end-to-end/server.js';
import { barriers, describeWithBrowser, faultsOf, screenshot, TestBrowser } from './browser.js';
import { ChatPage } from './chat-page.js';

const KEY = 'a-key-for-the-page-of-this-test';

describeWithBrowser('a server with keys', () => {
  let server: RunningServer;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startServer([], 'apps/server/bundle/main.js', { OTRON_API_KEYS: KEY }),
      TestBrowser.start(),
    ]);
  });

  afterEach(async () => {
    const faults = faultsOf(page);
    await page.context().close();
    expect(faults).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  async function logIn(options: BrowserContextOptions = {}, path = ''): Promise<void> {
    page = await browser.open(server.url + path, options);
    await page.getByLabel('API key').fill(KEY);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL(({ pathname }) => pathname !== '/login');
  }

  it.each<[string, BrowserContextOptions]>([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ])('asks for one (%s)', async (name, options) => {
    page = await browser.open(server.url, options);
    expect(await barriers(page)).toEqual([]);
    await screenshot(page, `login-${name}`);
    await page.getByLabel('API key').fill('not the key');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .getByText(/no API key/)
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await screenshot(page, `login-refused-${name}`);
  });

  it('lets the page chat over the WebSocket, by a cookie that scripts cannot read', async () => {
    await logIn();
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    const chat = new ChatPage(page);
    await chat.say('What is the capital of France?');
    expect(await chat.answered(1)).toContain('Paris');
    expect(sockets).toHaveLength(1);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate('document.cookie')).toBe('');
    await screenshot(page, 'chat-logged-in');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });

  it('lets the page chat by its form, without a script', async () => {
    await logIn({ javaScriptEnabled: false });
    await page.getByRole('button', { name: /capital of France/ }).click();
    expect(await page.locator('.answer .markdown').innerText()).toContain('Paris');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
  });

  it('shows the other pages after the login too', async () => {
    await logIn({}, '/status');
    await page.locator('.bars .value').first().waitFor();
    await page.goto(`${server.url}/embeddings`);
    await page.getByRole('heading', { name: /Nearest to/ }).waitFor();
  });

  it('is asked again where the session has ended, and what was written stays', async () => {
    await logIn();
    const chat = new ChatPage(page);
    await page.context().clearCookies();
    await chat.say('What is the capital of France?');
    await chat.answer().getByRole('alert').getByText('You are logged out.').waitFor();
    await screenshot(page, 'chat-logged-out');
    await chat.answer().getByRole('link', { name: 'Log in' }).click();
    await page.getByLabel('API key').fill(KEY);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('link', { name: 'What is the capital of France?' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await chat.answer().getByText('Paris').waitFor();
  });
});
