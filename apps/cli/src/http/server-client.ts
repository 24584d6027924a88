import { CliError, EXIT, wrongUse } from '../cli-error.js';
import { interrupted } from '../interruption.js';
import { type ServerEvent, serverEvents } from './server-events.js';
import { unreachable } from './unreachable.js';

/** Where the server is, and who asks. */
export interface ServerAddress {
  baseUrl: string;
  apiKey?: string;
}

/** Talks to a predict-otron server, or any other that speaks OpenAI's API. What fails is a `CliError`. */
export class ServerClient {
  /** Without a `/` and without `/v1` at its end. */
  readonly baseUrl: string;

  constructor(private readonly address: ServerAddress) {
    this.baseUrl = address.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
    if (!/^https?:\/\/./.test(this.baseUrl) || !URL.canParse(this.baseUrl))
      throw wrongUse(
        `"${address.baseUrl}" is no address.`,
        'Give --base-url an address such as http://127.0.0.1:8080.',
      );
  }

  async json<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const response = await this.fetch(method, path, body, { signal });
    return this.reading(async () => (await response.json()) as T);
  }

  /** The server-sent events of an answer. To leave the loop cancels the request. */
  async *events(method: string, path: string, body: unknown, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    const response = await this.fetch(method, path, body, { signal, accept: 'text/event-stream' });
    if (!response.body) return;
    const events = serverEvents(response.body as unknown as AsyncIterable<Uint8Array>);
    try {
      for (;;) {
        const next = await this.reading(() => events.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await events.return(undefined).catch(() => undefined);
    }
  }

  /** An answer with a good status. */
  async fetch(
    method: string,
    path: string,
    body?: unknown,
    { signal, accept = 'application/json' }: { signal?: AbortSignal; accept?: string } = {},
  ): Promise<Response> {
    const headers: Record<string, string> = { Accept: accept };
    if (this.address.apiKey) headers.Authorization = `Bearer ${this.address.apiKey}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await this.reading(() =>
      fetch(this.baseUrl + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([signal, interrupted]) : interrupted,
      }),
    );
    if (!response.ok) throw refusal(response.status, await response.text().catch(() => ''), this.baseUrl + path);
    return response;
  }

  /** Runs something that the network may end, and says so in words. */
  private async reading<T>(what: () => Promise<T>): Promise<T> {
    try {
      return await what();
    } catch (error) {
      if (error instanceof CliError || (error as Error).name === 'AbortError') throw error;
      if (error instanceof SyntaxError)
        throw new CliError(
          `${this.baseUrl} answers, but not as a model server does.`,
          EXIT.failed,
          'Check --base-url.',
        );
      throw unreachable(this.baseUrl, error);
    }
  }
}

const ADVICE: Record<number, string> = {
  401: 'Give a valid key with --api-key or OTRON_API_KEY.',
  403: 'Ask from the machine of the server, or with a key that may do this (--api-key, OTRON_API_KEY).',
  429: 'The server is busy: try again in a moment.',
};

/** The server's own sentence on why it refused, in any of the usual bodies. */
export function refusal(status: number, text: string, url: string): CliError {
  let message = '';
  try {
    const { error, message: plain } = JSON.parse(text);
    message = (typeof error === 'string' ? error : error?.message) ?? plain ?? '';
  } catch {
    // no JSON: the status has to do
  }
  return new CliError(message || `${url} answered with status ${status}.`, EXIT.failed, ADVICE[status]);
}
