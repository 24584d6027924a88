import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { type RunningServer, startServer } from '../end-to-end/server.js';
import { describeWithBrowser, faultsOf, screenshot, TestBrowser } from './browser.js';
import { ChatPage } from './chat-page.js';
import { scriptedAnswers } from './scripted-answers.js';

describeWithBrowser('the chat page', () => {
  const scripted = scriptedAnswers();
  let server: RunningServer;
  let browser: TestBrowser;
  const pages: Page[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(scripted.flags), TestBrowser.start()]);
  });

  afterEach(async () => {
    const faults = pages.flatMap(faultsOf);
    for (const page of pages.splice(0)) await page.context().close();
    expect(faults).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.end();
    scripted.remove();
  });

  async function open(...args: Parameters<TestBrowser['open']> | []): Promise<ChatPage> {
    const page = await browser.open(server.url, args[1]);
    pages.push(page);
    return new ChatPage(page);
  }

  it('streams answers, and says how fast they came and how full the context is', async () => {
    const chat = await open();
    await chat.say('COUNT 30');
    await chat.answer().getByText('1 2 3').waitFor();
    expect(await chat.answer().getAttribute('aria-busy')).toBe('true');
    expect(await chat.answered(1)).toMatch(/^1 2 3 .* 30$/);
    await chat.say('What is the capital of France?');
    expect(await chat.answered(2)).toBe('The capital of France is Paris.');
    expect(await chat.answer().locator('.facts').innerText()).toMatch(/tokens\/s.*first after.* of 2,048 tokens/s);
  });

  it('stops with Esc and keeps what came', async () => {
    const chat = await open();
    await chat.say('COUNT 1000');
    await chat.answer().getByText('1 2 3 4 5').waitFor();
    await chat.page.keyboard.press('Escape');
    expect(await chat.answered(1)).toMatch(/^1 2 3 4 5/);
    await chat.answer().getByText('Stopped').waitFor();
    await server.idle();
  });

  it('keeps the conversation over a reload, and what came of an answer that was being written', async () => {
    const chat = await open();
    await chat.say('What is 7 plus 5?');
    await chat.answered(1);
    await chat.say('COUNT 1000');
    await chat.answer().getByText('1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16').waitFor();
    await chat.page.reload();
    expect(await chat.answered(2)).toMatch(/^1 2 3/);
    expect(await chat.answer(0).locator('.markdown').innerText()).toBe('7 plus 5 is 12.');
    await server.idle();
  });

  it('shows in one tab what is written in another', async () => {
    const chat = await open();
    await chat.say('SAY first');
    await chat.answered(1);
    const other = new ChatPage(await chat.page.context().newPage());
    await other.page.goto(chat.page.url());
    expect(await other.answered(1)).toBe('first');
    await chat.say('SAY second');
    expect(await other.answered(2)).toBe('second');
    await other.say('SAY third');
    expect(await chat.answered(3)).toBe('third');
  });

  it('answers with the model that was chosen, and remembers it', async () => {
    const chat = await open();
    await chat.page.getByRole('button', { name: 'Model: ' }).click();
    await chat.page.getByRole('radio', { name: /otron-tiny-gemma/ }).check();
    await chat.page.keyboard.press('Escape');
    await chat.say('What is the capital of France?');
    expect(await chat.answered(1)).toContain('Paris');
    expect(await chat.answer().locator('h2').innerText()).toBe('otron-tiny-gemma');
    await chat.page.goto(server.url);
    await chat.page.getByRole('button', { name: 'Model: otron-tiny-gemma' }).waitFor();
  });

  it('branches when a message is edited or answered again, and goes between the branches', async () => {
    const chat = await open();
    await chat.say('SAY one');
    await chat.answered(1);
    await chat.messageBox.press('ArrowUp');
    await chat.page.getByLabel('Edit message').fill('SAY two');
    await chat.page.keyboard.press('Enter');
    await chat.answer().getByText('two').waitFor();
    await chat.page.getByRole('button', { name: 'Previous version' }).click();
    await chat.answer().getByText('one').waitFor();
    await chat.page.getByRole('button', { name: 'Regenerate' }).click();
    await chat.answer().getByText('2/2').waitFor();
    expect(await chat.answered(1)).toBe('one');
  });

  it('honors the system prompt and the settings of the conversation', async () => {
    const chat = await open();
    await chat.page.getByRole('button', { name: /Settings/ }).click();
    await chat.page.getByLabel('System prompt').fill('Answer in one word.');
    await chat.page.getByLabel('Temperature', { exact: true }).first().fill('0');
    await chat.page.getByLabel('Longest answer').fill('3');
    await chat.page.keyboard.press('Tab');
    await chat.page.keyboard.press('Escape');
    await chat.say('What is the capital of Italy?');
    expect(await chat.answered(1)).toMatch(/^Rome/);
  });

  it('leaves everything that a model writes as text, and formats Markdown', async () => {
    const chat = await open();
    const hostile = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
    const links = '[bad](javascript:window.hacked=1) ![pic](https://example.org/p.png) [good](https://example.org)';
    await chat.say(
      `SAY ${hostile}\n\n${links}\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |\n\n\`\`\`js\nconst x = '<i>';\n\`\`\``,
    );
    await chat.answered(1);
    const markdown = chat.answer().locator('.markdown');
    expect(await markdown.innerText()).toContain(hostile);
    await markdown.locator('.hljs-keyword').waitFor();
    expect(await markdown.locator('td').allInnerTexts()).toEqual(['1', '<b>2</b>']);
    expect(await markdown.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([
      'https://example.org/p.png',
      'https://example.org',
    ]);
    expect(await markdown.locator('script, img, i, b').count()).toBe(0);
    expect(await chat.page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    await screenshot(chat.page, 'chat-markdown');
  });

  it('shows an error in its place, with another try', async () => {
    const chat = await open();
    await chat.say(`SAY ${'word '.repeat(6000)}`);
    await chat
      .answer()
      .getByRole('alert')
      .getByText(/context/)
      .waitFor();
    await screenshot(chat.page, 'chat-error');
    await chat.page.getByRole('button', { name: 'Try again' }).click();
    await chat.answer().getByText('2/2').waitFor();
  });

  it('renames, finds, exports, deletes and brings back conversations', async () => {
    const chat = await open();
    await chat.say('SAY needle in a haystack');
    await chat.answered(1);
    await chat.page.getByRole('link', { name: 'SAY needle' }).dblclick();
    await chat.page.getByLabel('Title', { exact: true }).fill('Farm work');
    await chat.page.keyboard.press('Enter');
    await chat.page.getByRole('link', { name: 'New chat' }).click();
    await chat.page.keyboard.press('Control+k');
    await chat.page.keyboard.type('haystack');
    await chat.page.getByRole('option', { name: /Farm work/ }).waitFor();
    await chat.page.keyboard.press('Enter');
    expect(await chat.answered(1)).toBe('needle in a haystack');

    const files: string[] = [];
    for (const name of ['This conversation as Markdown', 'All conversations as JSON']) {
      await chat.page.getByRole('button', { name: 'Export and import' }).click();
      const [download] = await Promise.all([
        chat.page.waitForEvent('download'),
        chat.page.getByRole('button', { name }).click(),
      ]);
      files.push(readFileSync(await download.path(), 'utf8'));
      await chat.page.keyboard.press('Escape');
    }
    expect(files[0]).toContain('# Farm work');
    await chat.page.locator('.conversations li').hover();
    await chat.page.getByRole('button', { name: 'Delete Farm work' }).click();
    await chat.page.getByText('is deleted').waitFor();
    expect(await chat.page.locator('.conversations li').count()).toBe(0);
    await chat.page.getByRole('button', { name: 'Undo' }).click();
    await chat.page.locator('.conversations li').waitFor();
    for (const [index, name] of ['farm.md', 'all.json'].entries()) {
      const file = { name, mimeType: 'text/plain', buffer: Buffer.from(files[index] as string) };
      await chat.page.locator('input[type=file]').setInputFiles(file);
      await chat.page
        .locator('.conversations li')
        .nth(index + 1)
        .waitFor();
      expect(await chat.answered(1)).toBe('needle in a haystack');
    }
  });
});
