import { CliError } from '../cli-error.js';
import { interrupted } from '../interruption.js';

/** What a request came to. */
export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any server, of which each probe reads what it is about
  body: any;
  /** What the model said, on whichever endpoint. */
  text: string;
  /** Tokens of the answer, as the server counts them. */
  tokens?: number;
}

/** The server said no to a request that is right by OpenAI's rules. */
export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(reply.body?.error?.message ?? `status ${reply.status}`);
  }
}

/** Asks one endpoint of a server, with some fields beside those of a request that is right as it stands. */
export class Asker {
  constructor(
    private readonly server: { baseUrl: string; apiKey?: string },
    private readonly endpoint: string,
    private readonly base: object,
  ) {}

  /** The answer, good or not. */
  async reply(fields: object = {}): Promise<Reply> {
    const response = await this.send(fields);
    const body = await response.json().catch(() => undefined);
    return { status: response.status, body, text: textOf(body), tokens: tokensOf(body) };
  }

  /** The answer to what should work. Throws a `Refusal` where it does not. */
  async ask(fields: object = {}): Promise<Reply> {
    const reply = await this.reply(fields);
    if (reply.status !== 200) throw new Refusal(reply);
    return reply;
  }

  async text(fields: object = {}): Promise<string> {
    return (await this.ask(fields)).text;
  }

  /** The data lines of a stream. */
  async stream(fields: object = {}): Promise<string[]> {
    const response = await this.send({ stream: true, ...fields });
    const text = await response.text();
    if (response.status !== 200) throw new Refusal({ status: response.status, body: parsed(text), text: '' });
    return [...text.matchAll(/^data: ?([^\r\n]*)$/gm)].map(([, data]) => data ?? '');
  }

  /** The status for a body that need not be JSON. */
  async status(body: string): Promise<number> {
    return (await this.fetch(body)).status;
  }

  private send(fields: object): Promise<Response> {
    return this.fetch(JSON.stringify({ ...this.base, ...fields }));
  }

  private async fetch(body: string): Promise<Response> {
    const { baseUrl, apiKey } = this.server;
    const headers = { 'Content-Type': 'application/json', ...(apiKey && { Authorization: `Bearer ${apiKey}` }) };
    try {
      return await fetch(baseUrl + this.endpoint, { method: 'POST', headers, body, signal: interrupted });
    } catch (error) {
      if (interrupted.aborted) throw error;
      throw new CliError(`${baseUrl} broke off the connection at ${this.endpoint}.`);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(body: Reply['body']): string {
  const [choice] = body?.choices ?? [];
  const message = body?.output?.find?.(({ type }: { type: string }) => type === 'message');
  return choice?.message?.content ?? choice?.text ?? message?.content?.[0]?.text ?? '';
}

function tokensOf(body: Reply['body']): number | undefined {
  return body?.usage?.completion_tokens ?? body?.usage?.output_tokens;
}
