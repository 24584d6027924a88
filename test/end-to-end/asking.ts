import type { RunningServer } from './server.js';

const QUESTION = 'What is the capital of France?';
export const STORY = 'Tell me a story about the sea, the river and the sun.';
/** More than any of the embedded models' contexts hold. */
export const LONG = 'word '.repeat(9000);

/** What a request came to. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the answers of six endpoints, of which each test reads what it is about
  body: any;
  /** What the model said, on whichever endpoint. */
  text: string;
  /** Tokens of the prompt and of the answer. */
  tokens: [prompt: number, answer: number];
}

/** An endpoint with a request that is right as it stands. */
export interface Endpoint {
  base: object;
  /** The fields that ask this of a model instead, and that limit its answer. */
  question(text: string): object;
  limit(tokens: number): object;
}

export const ENDPOINTS: Record<string, Endpoint> = {
  '/v1/chat/completions': {
    base: { model: 'default', temperature: 0, messages: [{ role: 'user', content: QUESTION }] },
    question: (content) => ({ messages: [{ role: 'user', content }] }),
    limit: (max_tokens) => ({ max_tokens }),
  },
  '/v1/completions': {
    base: { model: 'default', temperature: 0, prompt: STORY, max_tokens: 8 },
    question: (prompt) => ({ prompt }),
    limit: (max_tokens) => ({ max_tokens }),
  },
  '/v1/responses': {
    base: { model: 'default', temperature: 0, input: QUESTION },
    question: (input) => ({ input }),
    limit: (max_output_tokens) => ({ max_output_tokens }),
  },
  '/v1/responses/input_tokens': {
    base: { model: 'default', input: QUESTION },
    question: (input) => ({ input }),
    limit: () => ({}),
  },
  '/v1/embeddings': {
    base: { model: 'default', input: 'Bread.' },
    question: (input) => ({ input }),
    limit: () => ({}),
  },
  '/v1/rerank': {
    base: { model: 'default', query: 'bread', documents: ['Bread is baked.', 'The river runs.', 'Stars.'] },
    question: (query) => ({ query }),
    limit: () => ({}),
  },
};

/** Asks one endpoint of one server, with some fields beside those of its right request. */
export class Asking {
  constructor(
    readonly server: RunningServer,
    readonly path: string,
  ) {}

  get endpoint(): Endpoint {
    return ENDPOINTS[this.path] as Endpoint;
  }

  async raw(fields: object): Promise<Response> {
    return this.server.post(this.path, { ...this.endpoint.base, ...fields });
  }

  async ask(fields: object = {}): Promise<Answer> {
    const response = await this.raw(fields);
    const body = (await response.json()) as Answer['body'];
    const { usage = {}, choices, output } = body;
    const message = output?.find(({ type }: { type: string }) => type === 'message');
    const [choice] = choices ?? [];
    return {
      status: response.status,
      headers: response.headers,
      body,
      text: choice?.message?.content ?? choice?.text ?? message?.content[0]?.text ?? '',
      tokens: [
        body.input_tokens ?? usage.prompt_tokens ?? usage.input_tokens,
        usage.completion_tokens ?? usage.output_tokens,
      ],
    };
  }

  /** Fails unless the fields are refused with the name of one of them. */
  async refuses(fields: object, param: string): Promise<void> {
    const { status, body } = await this.ask(fields);
    expect([status, body.error?.param]).toEqual([400, param]);
  }
}
