import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinPrompt, toRequest } from './run.js';

const options = { baseUrl: 'http://x', model: 'm' };

describe('joinPrompt', () => {
  it.each([
    ['a', undefined, 'a'],
    [undefined, 'b', 'b'],
    ['a', 'b', 'a\n\nb'],
    ['a', '', 'a'],
  ])('of %j and %j is %j', (prompt, input, expected) => {
    expect(joinPrompt(prompt, input)).toBe(expected);
  });

  it.each([
    [undefined, undefined],
    ['', ''],
  ])('of %j and %j is wrong use', (prompt, input) => {
    expect(() => joinPrompt(prompt, input)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('toRequest', () => {
  it('leaves out what was not asked for', () => {
    expect(toRequest('hi', options)).toEqual({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  });

  it('has all that was asked for', () => {
    const folder = mkdtempSync(join(tmpdir(), 'otron-cli-'));
    try {
      const schema = join(folder, 'schema.json');
      writeFileSync(schema, '{"type":"object"}');
      expect(toRequest('hi', { ...options, system: 's', temperature: 0, maxTokens: 5, seed: 0, schema })).toEqual({
        model: 'm',
        messages: [
          { role: 'system', content: 's' },
          { role: 'user', content: 'hi' },
        ],
        temperature: 0,
        max_tokens: 5,
        seed: 0,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', strict: true, schema: { type: 'object' } },
        },
      });
      writeFileSync(schema, '{');
      expect(() => toRequest('hi', { ...options, schema })).toThrow(expect.objectContaining({ exitCode: 2 }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
