import { ASKED_ENDPOINTS, type AskedEndpoint } from './asked-endpoints.js';
import type { RunningServer } from './server.js';

/** What a request came to. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the answers of all endpoints, of which each test reads what it is about
  body: any;
  /** What the model said, on whichever endpoint. */
  text: string;
  /** Tokens of the prompt and of the answer. */
  tokens: [prompt: number, answer: number];
}

/** Fields of one request; those within `options` come together too. */
export function together(...parts: { options?: object }[]): object {
  const options = parts.flatMap((part) => part.options ?? []);
  return Object.assign({}, ...parts, options.length > 0 && { options: Object.assign({}, ...options) });
}

/** Asks one endpoint of one server, with some fields beside those of its right request. */
export class Asking {
  constructor(
    readonly server: RunningServer,
    readonly path: string,
  ) {}

  get endpoint(): AskedEndpoint {
    return ASKED_ENDPOINTS[this.path] as AskedEndpoint;
  }

  /** Fields that choose tokens, where they stand on this endpoint. */
  sampling(fields: object): object {
    return this.endpoint.sampling?.(fields) ?? fields;
  }

  /** The fields of a request, `undefined` for one that is left out. */
  async raw(fields: object): Promise<Response> {
    const path = this.path.replace('{model}', 'otron-embed-tiny');
    return fetch(this.server.url + path, {
      method: this.endpoint.method ?? 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(together(this.endpoint.base, fields)),
    });
  }

  async ask(fields: object = {}): Promise<Answer> {
    const response = await this.raw(fields);
    const body = (await response.json()) as Answer['body'];
    return { status: response.status, headers: response.headers, body, text: textOf(body), tokens: tokensOf(body) };
  }

  /** Fails unless the fields are refused with the name of one of them. */
  async refuses(fields: object, param: string): Promise<void> {
    const { status, body } = await this.ask(fields);
    // only OpenAI's errors have a place of their own for the name
    const named = body.error?.param ?? (String(body.error?.message ?? body.error).includes(param) ? param : body.error);
    expect([status, named]).toEqual([400, param]);
  }
}

function textOf({ choices, output, content, message, response, prompt }: Answer['body']): string {
  if (choices) return choices[0]?.message?.content ?? choices[0]?.text ?? '';
  if (output) return output.find(({ type }: { type: string }) => type === 'message')?.content[0]?.text ?? '';
  if (Array.isArray(content)) return content.map(({ text = '' }: { text?: string }) => text).join('');
  return content ?? message?.content ?? response ?? prompt ?? '';
}

function tokensOf({ usage, input_tokens, prompt_eval_count, eval_count, tokens }: Answer['body']): Answer['tokens'] {
  const read = usage?.prompt_tokens ?? usage?.input_tokens;
  return [
    // Anthropic counts those apart that were read before
    input_tokens ??
      (read === undefined ? (prompt_eval_count ?? tokens?.length) : read + (usage.cache_read_input_tokens ?? 0)),
    usage?.completion_tokens ?? usage?.output_tokens ?? eval_count,
  ];
}
