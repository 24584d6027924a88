import type { JsonObject } from '@predict-otron/plugin-sdk';
import { completeConfig } from './complete-config.js';

const schema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    threads: { type: 'integer', minimum: 1, default: 2 },
    mode: { enum: ['fast', 'exact'], default: 'fast' },
    url: { type: 'string', format: 'uri' },
    cache: { type: 'object', properties: { size: { type: 'integer' } }, required: ['size'] },
  },
  required: ['url'],
  additionalProperties: false,
};

describe('completeConfig', () => {
  it('fills in defaults and leaves what it was given as it was', () => {
    const given = { url: 'https://example.org' };
    expect(completeConfig(schema, given)).toEqual({ url: 'https://example.org', threads: 2, mode: 'fast' });
    expect(given).toEqual({ url: 'https://example.org' });
  });

  it('passes a configuration on where the plugin has no schema', () => {
    expect(completeConfig(undefined, { a: [1] })).toEqual({ a: [1] });
  });

  it.each<[string, JsonObject, string]>([
    ['a missing field', {}, 'config.url is missing'],
    ['a wrong type', { url: 'a:b', threads: 'two' }, 'config.threads must be integer'],
    ['a bound', { url: 'a:b', threads: 0 }, 'config.threads must be >= 1'],
    ['an unknown field', { url: 'a:b', thread: 1 }, 'config.thread is unknown'],
    ['a choice', { url: 'a:b', mode: 'slow' }, 'config.mode must be one of "fast", "exact"'],
    ['a format', { url: 'nowhere' }, 'config.url must match format "uri"'],
    ['a field within', { url: 'a:b', cache: {} }, 'config.cache.size is missing'],
    [
      'all at once',
      { threads: 0, mode: 1 },
      'config.url is missing; config.threads must be >= 1; config.mode must be one of',
    ],
  ])('names %s', (_, config, message) => {
    expect(() => completeConfig(schema, config)).toThrow(`The configuration is not valid: ${message}`);
  });

  it('does not repeat a value, which may be a secret', () => {
    expect(() => completeConfig({ properties: { key: { type: 'integer' } } }, { key: 'sk-1234' })).toThrow(
      /^(?!.*sk-1234)/,
    );
  });

  it.each<[string, JsonObject, string]>([
    ['a misspelt keyword', { type: 'object', propertys: {} }, 'unknown keyword: "propertys"'],
    ['an impossible type', { type: 'objekt' }, 'type must be'],
    ['an unknown format', { properties: { a: { type: 'string', format: 'colour' } } }, 'unknown format "colour"'],
  ])('blames the plugin for %s', (_, broken, message) => {
    expect(() => completeConfig(broken, {})).toThrow(/configSchema is not valid/);
    expect(() => completeConfig(broken, {})).toThrow(message);
  });
});
