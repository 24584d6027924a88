import { type RunningServer, startServer } from '../end-to-end/server.js';
import { describeWithBrowser, faultsOf, TestBrowser } from './browser.js';
import { ChatPage } from './chat-page.js';
import { scriptedAnswers } from './scripted-answers.js';

describeWithBrowser('a server that is started anew in the middle of an answer', () => {
  const scripted = scriptedAnswers();
  let server: RunningServer;
  let browser: TestBrowser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(scripted.flags), TestBrowser.start()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.end();
    scripted.remove();
  });

  it('is waited for, and then the answer comes whole', async () => {
    const page = await browser.open(server.url);
    const chat = new ChatPage(page);
    await chat.say('COUNT 25');
    await chat.answer().getByText('1 2 3 4 5').waitFor();
    await server.end();
    await chat
      .answer()
      .getByText(/Trying again/)
      .waitFor();
    // what came stays in sight
    expect(await chat.answer().locator('.markdown').innerText()).toMatch(/^1 2 3 4 5/);
    server = await startServer([...scripted.flags, '--port', new URL(server.url).port]);
    expect(await chat.answered(1)).toMatch(/^1 2 3 4 5 .* 24 25$/);
    expect(faultsOf(page)).toEqual([]);
  });
});
