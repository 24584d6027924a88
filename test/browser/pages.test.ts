import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type RunningServer, startServer } from '../end-to-end/server.js';
import { barriers, describeWithBrowser, faultsOf, screenshot, TestBrowser } from './browser.js';
import { ChatPage } from './chat-page.js';

/** Largest script and style of the chat page, in bytes as they are sent. */
const BUNDLE_LIMIT = 120_000;

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let server: RunningServer;

describeWithBrowser('the pages', () => {
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), TestBrowser.start()]);
  });

  afterEach(async () => {
    const faults = faultsOf(page);
    await page.context().close();
    expect(faults).toEqual([]);
  });

  afterAll(() => browser?.close());

  it('show themselves before any script has run', async () => {
    for (const [path, heading] of [
      ['/', 'What would you like to know?'],
      ['/status', 'Status'],
      ['/embeddings', 'Embeddings'],
    ] as const) {
      page = await browser.open(server.url + path, { javaScriptEnabled: false });
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(heading);
      if (path !== '/embeddings') await page.context().close();
      else expect(await page.getByLabel('Lines').inputValue()).toContain('A kitten takes a nap.');
    }
    page = await browser.open(server.url, { javaScriptEnabled: false });
    expect(await page.getByRole('button', { name: 'Model: otron-tiny-llama' }).isVisible()).toBe(true);
    await screenshot(page, 'chat-without-script');
  });

  it('chat by a form without a script', async () => {
    page = await browser.open(server.url, { javaScriptEnabled: false });
    await page.getByRole('button', { name: /capital of France/ }).click();
    await page.getByText('The capital of France is Paris.').last().waitFor();
    expect(await page.locator('.answer .markdown').innerText()).toBe('The capital of France is Paris.');
    await page.getByRole('button', { name: 'Model: ' }).click();
    await page.getByRole('radio', { name: /otron-tiny-gemma/ }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Settings/ }).click();
    await page.getByLabel('System prompt').fill('Answer <in> one word.');
    await page.keyboard.press('Escape');
    await page.getByLabel('Message', { exact: true }).fill('What is the capital of <b>Italy</b>?');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.locator('.bubble').last().innerText()).toBe('What is the capital of <b>Italy</b>?');
    await page.locator('.answer .markdown').nth(1).waitFor();
    expect(await page.locator('.answer h2').last().innerText()).toBe('otron-tiny-gemma');
    expect(await page.getByLabel('System prompt').inputValue()).toBe('Answer <in> one word.');
    await screenshot(page, 'chat-by-form');
  });

  it('go on with a form that was sent before the script was there', async () => {
    page = await browser.open(server.url);
    await page.getByLabel('Message', { exact: true }).fill('What is 7 plus 5?');
    // as the browser sends it by itself: no listener of the page hears of it
    await page.locator('#composer').evaluate((form) => (form as unknown as { submit(): void }).submit());
    const chat = new ChatPage(page);
    await page.waitForURL(/#/);
    expect(await chat.answered(1)).toBe('7 plus 5 is 12.');
    expect(await page.locator('.conversations li').count()).toBe(1);
  });

  it.each<[string, BrowserContextOptions]>([
    ['light', DESKTOP],
    ['dark', { ...DESKTOP, colorScheme: 'dark' }],
    ['phone-light', PHONE],
    ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
  ])('have no barriers (%s)', async (name, options) => {
    page = await browser.open(server.url, options);
    const look = async (what: string) => {
      await screenshot(page, `${what}-${name}`);
      expect({ what, barriers: await barriers(page) }).toEqual({ what, barriers: [] });
    };
    await look('chat-empty');
    const chat = new ChatPage(page);
    await chat.say('Why is the sky blue?');
    await chat.answered(1);
    await look('chat');
    await page.getByRole('button', { name: 'Model: ' }).click();
    await look('chat-models');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Settings/ }).click();
    await look('chat-settings');
    await page.keyboard.press('Escape');
    if (options.isMobile) {
      await page.getByRole('button', { name: 'Conversations' }).click();
      await look('chat-sidebar');
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await look('chat-palette');
    await page.goto(`${server.url}/status`);
    await page.locator('.bars .value').first().waitFor();
    await page.getByRole('rowheader', { name: 'runner-llama' }).waitFor();
    await look('status');
    await page.goto(`${server.url}/embeddings`);
    await page.getByRole('button', { name: '2: A kitten takes a nap.' }).click();
    await page.getByRole('heading', { name: /Nearest to .*kitten/ }).waitFor();
    expect(await page.locator('.near li').first().innerText()).toContain('The cat sleeps');
    await look('embeddings');
  });
});

describe('what the pages are made of', () => {
  beforeAll(async () => {
    server ??= await startServer();
  });

  afterAll(() => server?.end());

  it('is small', async () => {
    const html = await (await fetch(server.url)).text();
    const files = [...html.matchAll(/(?:src|href)="(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file as string);
    expect(files.length).toBeGreaterThanOrEqual(3);
    const sizes = files.map((file) => {
      const path = `apps/web/page/dist/client/${file}.gz`;
      return /boot-/.test(file) ? 1000 : readFileSync(path).length;
    });
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUNDLE_LIMIT);
  });

  it('is sent compressed and stays valid', async () => {
    const html = await (await fetch(server.url)).text();
    const script = /type="module" src="([^"]+)"/.exec(html)?.[1] as string;
    const response = await fetch(`${server.url}/${script}`, { headers: { 'Accept-Encoding': 'gzip, br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('cache-control')).toContain('immutable');
    const plain = await fetch(`${server.url}/${script}`, { headers: { 'Accept-Encoding': 'identity' } });
    expect(await plain.text()).toBe(gunzipSync(readFileSync(`apps/web/page/dist/client/${script}.gz`)).toString());
  });

  it.each(['/assets/..%2f..%2fserver%2fentry-server.js', '/assets/none.js', '/assets/manifest.json'])(
    'holds no %s',
    async (path) => {
      expect((await fetch(server.url + path)).status).toBe(404);
    },
  );

  it('lets no script but its own run, and no other site send its form', async () => {
    const response = await fetch(server.url);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(await response.text()).not.toMatch(/<script(?![^>]*(src=|application\/json))|style=|https?:\/\//);
    const body = new URLSearchParams({ message: 'Hi' });
    const foreign = await fetch(server.url, { method: 'POST', body, headers: { Origin: 'https://example.org' } });
    expect(foreign.status).toBe(403);
    expect((await fetch(server.url, { method: 'POST', body: new URLSearchParams() })).status).toBe(400);
  });
});
