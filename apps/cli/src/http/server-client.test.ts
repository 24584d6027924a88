import { refusal, ServerClient } from './server-client.js';

it.each([
  ['http://host:1', 'http://host:1'],
  ['http://host:1/', 'http://host:1'],
  ['http://host:1/v1', 'http://host:1'],
  ['https://host/proxy/v1/', 'https://host/proxy'],
])('takes %s', (baseUrl, expected) => {
  expect(new ServerClient({ baseUrl }).baseUrl).toBe(expected);
});

it.each(['host:1', 'ftp://host', '', 'http://'])('refuses the address %j as wrong use', (baseUrl) => {
  expect(() => new ServerClient({ baseUrl })).toThrow(expect.objectContaining({ exitCode: 2 }));
});

it.each([
  [400, '{"error":{"message":"no"}}', 'no'],
  [400, '{"error":"Ollama says no"}', 'Ollama says no'],
  [404, '{"message":"plain"}', 'plain'],
  [502, '<html>', 'http://x/y answered with status 502.'],
  [500, 'null', 'http://x/y answered with status 500.'],
])('tells status %d with %s as %j', (status, text, message) => {
  expect(refusal(status, text, 'http://x/y')).toMatchObject({ message, exitCode: 1 });
});

it('says what to do about a missing key', () => {
  expect(refusal(401, '{}', 'x').advice).toContain('OTRON_API_KEY');
});
