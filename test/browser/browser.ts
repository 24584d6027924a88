import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where systems put Chromium. Without one these tests are skipped, and `npm test` says so. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const describeWithBrowser = CHROMIUM ? describe : describe.skip;

/** Git ignores it; whoever runs the tests can look at the pages there. */
const SCREENSHOTS = 'test/browser/screenshots';

const AXE = 'node_modules/axe-core/axe.min.js';

/** A browser of its own profile; pages of one context share what they keep. */
export class TestBrowser {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: CHROMIUM as string, args: ['--no-sandbox'] }));
  }

  /** A page that fails the test with whatever goes wrong in it, and asks nobody but the server. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    watch(page, new URL(url).host);
    await page.goto(url);
    return page;
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

const faults = new WeakMap<Page, string[]>();

function watch(page: Page, host: string): void {
  const found: string[] = [];
  faults.set(page, found);
  page.on('pageerror', (error) => found.push(`error: ${error.stack}`));
  page.on('console', (message) => {
    // what the browser says of a connection that was refused is no fault of the page
    const refused = /Failed to load resource|WebSocket connection|ERR_/.test(message.text());
    if (message.type() === 'error' && !refused) found.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== host && !['data:', 'blob:'].includes(url.protocol)) found.push(`asked ${request.url()}`);
  });
}

/** What went wrong in a page so far. */
export function faultsOf(page: Page): string[] {
  return faults.get(page) ?? [];
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
}

/** The barriers that axe finds in a page, one sentence for each element. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  });
}
