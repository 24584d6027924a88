import type { Page } from 'playwright-core';

/** What a person does on the chat page. */
export class ChatPage {
  constructor(readonly page: Page) {}

  get messageBox() {
    return this.page.getByLabel('Message', { exact: true });
  }

  answer(index = -1) {
    const answers = this.page.locator('.answer');
    return index < 0 ? answers.last() : answers.nth(index);
  }

  /** Writes a message and sends it. */
  async say(text: string): Promise<void> {
    await this.messageBox.fill(text);
    await this.messageBox.press('Enter');
  }

  /** Waits until so many answers stand there whole, failed or stopped, and gives the text of the last. */
  async answered(count: number): Promise<string> {
    await this.page
      .locator('.answer[aria-busy="false"]')
      .nth(count - 1)
      .waitFor();
    return this.answer(count - 1)
      .locator('.markdown')
      .innerText();
  }
}
