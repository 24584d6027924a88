import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PluginError } from '@predict-otron/plugin-sdk';
import fc from 'fast-check';
import { FakeKernel, modelEntry, startEngine } from '../engine.fixture.js';

const MESSAGES = [{ role: 'user', content: 'Hi' }];

describe('tokens over HTTP', () => {
  let kernel: FakeKernel;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    kernel = new FakeKernel();
    kernel.entries = [modelEntry('tiny', { aliases: ['default'] }), modelEntry('embed', { kind: 'embedding' })];
    const detokenize = kernel.inference.detokenize;
    kernel.inference.detokenize = async (model, tokens) => {
      if (tokens.every((token) => token < 0x110000)) return detokenize.call(kernel.inference as never, model, tokens);
      throw new PluginError('INPUT_INVALID', 'That is not a token.', { param: 'prompt' });
    };
    ({ app, url } = await startEngine(kernel));
  });
  afterAll(() => app.close());

  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('turns a text into tokens and back', async () => {
    const response = await post('/tokenize', { model: 'default', content: 'Zü🦉' });
    expect(response.status).toBe(200);
    const { tokens } = (await response.json()) as { tokens: number[] };
    expect(tokens).toEqual([0x5a, 0xfc, 0x1f989]);
    expect(await (await post('/detokenize', { model: 'tiny', tokens })).json()).toEqual({ content: 'Zü🦉' });
    expect(await (await post('/tokenize', { model: 'default', content: '' })).json()).toEqual({ tokens: [] });
    expect(await (await post('/detokenize', { model: 'default', tokens: [] })).json()).toEqual({ content: '' });
  });

  it('shows a conversation as the model sees it', async () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
    const response = await post('/apply-template', { model: 'default', messages: MESSAGES, tools });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ prompt: 'The conversation.' });
    expect(kernel.rendered).toEqual([
      {
        model: 'tiny',
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
        tools: [{ name: 'f', parameters: { type: 'object' } }],
      },
    ]);
  });

  it.each<[string, object, number, string]>([
    ['/tokenize', { content: 'a' }, 400, 'model'],
    ['/tokenize', { model: 'default' }, 400, 'content'],
    ['/tokenize', { model: 'default', content: 5 }, 400, 'content'],
    ['/tokenize', { model: 'default', content: 'a', more: 1 }, 400, 'more'],
    ['/tokenize', { model: 'gpt', content: 'a' }, 404, 'model'],
    ['/tokenize', { model: 'embed', content: 'a' }, 404, 'model'],
    ['/detokenize', { model: 'default' }, 400, 'tokens'],
    ['/detokenize', { model: 'default', tokens: 5 }, 400, 'tokens'],
    ['/detokenize', { model: 'default', tokens: ['a'] }, 400, 'tokens'],
    ['/detokenize', { model: 'default', tokens: [-1] }, 400, 'tokens'],
    ['/detokenize', { model: 'default', tokens: [0.5] }, 400, 'tokens'],
    ['/detokenize', { model: 'default', tokens: [2 ** 31 - 1] }, 400, 'tokens'],
    ['/apply-template', { model: 'default' }, 400, 'messages'],
    ['/apply-template', { model: 'default', messages: [{ role: 'cat', content: 'Hi' }] }, 400, 'messages[0].role'],
    ['/apply-template', { model: 'default', messages: MESSAGES, tools: [{}] }, 400, 'tools[0].type'],
  ])('%s refuses %j', async (path, body, status, param) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { param } });
  });

  it.each(['/tokenize', '/detokenize', '/apply-template'])(
    '%s answers any body, and never with a defect',
    async (path) => {
      const field = fc.constantFrom('model', 'content', 'tokens', 'messages', 'tools');
      await fc.assert(
        fc.asyncProperty(fc.dictionary(field, fc.jsonValue()), fc.boolean(), async (fields, named) => {
          const { status } = await post(path, named ? { ...fields, model: 'default' } : fields);
          expect(status).toBeLessThan(500);
        }),
        { numRuns: 60 },
      );
    },
  );
});
