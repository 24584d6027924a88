import { redactBody } from './redact-body.js';
import { redactHeaders } from './redact-headers.js';

it('keeps the settings of a request, and of its content the length', () => {
  const body = {
    model: 'owner/repo:Q4',
    temperature: 0.5,
    stream: true,
    stop: ['secret'],
    user: 'secret',
    tool_choice: 'auto',
    messages: [
      { role: 'system', content: 'secret' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'secret' },
          { type: 'image_url', image_url: { url: 'data:secret' } },
        ],
      },
      { role: 'assistant', tool_calls: [{ id: 'secret', type: 'function', function: { name: 'secret' } }] },
      { role: 'secret', type: 'secret', name: 'secret', secret: true },
      'secret',
    ],
    tools: [{ type: 'function', function: { name: 'secret' } }],
    response_format: { type: 'json_schema', json_schema: { secret: 1 } },
    prompt: [1, 2, 3],
  };
  const redacted = redactBody(body);
  expect(JSON.stringify(redacted)).not.toContain('secret');
  expect(redacted).toEqual({
    model: 'owner/repo:Q4',
    temperature: 0.5,
    stream: true,
    stop: '[list of 1, 10 characters]',
    user: '[6 characters]',
    tool_choice: 'auto',
    messages: [
      { role: 'system', content: '[6 characters]' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '[6 characters]' },
          { type: 'image_url', image_url: '[object of 21 characters]' },
        ],
      },
      { role: 'assistant', tool_calls: [{ type: 'function', '[other fields]': 2 }] },
      { role: '[6 characters]', type: '[6 characters]', '[other fields]': 2 },
      '[6 characters]',
    ],
    tools: '[list of 1, 50 characters]',
    response_format: '[object of 49 characters]',
    prompt: '[list of 3, 7 characters]',
  });
});

it.each([
  ['a name that is none', { 'My secret is 42': 1 }, { '[name of 15 characters]': 1 }],
  ['a word that is a sentence', { model: 'My secret' }, { model: '[9 characters]' }],
  ['a long list', { messages: Array(101).fill('a') }, { messages: [...Array(100).fill('[1 characters]'), '[1 more]'] }],
  ['a list in place of a body', ['secret'], '[list of 1, 10 characters]'],
  ['a text in place of a body', 'secret', '[6 characters]'],
  ['no body', undefined, undefined],
  ['null', null, '[object]'],
])('redacts %s', (_, body, redacted) => {
  expect(redactBody(body)).toEqual(redacted);
});

it('keeps headers that tell of the client, and hides all others', () => {
  const headers = {
    'user-agent': 'curl/8',
    authorization: 'Bearer secret',
    'x-api-key': 'secret',
    cookie: 'otron_session=secret',
    'x-made-up': 'secret',
    'set-cookie': ['secret', 'secret'],
  };
  expect(redactHeaders(headers)).toEqual({
    'user-agent': 'curl/8',
    authorization: '[13 characters]',
    'x-api-key': '[6 characters]',
    cookie: '[20 characters]',
    'x-made-up': '[6 characters]',
    'set-cookie': '[13 characters]',
  });
});
