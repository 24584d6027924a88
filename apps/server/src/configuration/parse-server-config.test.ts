import { parseServerConfig } from './parse-server-config.js';
import { DEFAULT_SERVICES } from './server-shape.js';

describe('parseServerConfig', () => {
  it.each([undefined, '{}', '{"serverMode":"Standalone"}', '{"serverMode":"Local"}', { serverMode: 'Local' }])(
    'runs all in one process with %j',
    (config) => {
      expect(parseServerConfig(config)).toEqual({ shape: { mode: 'standalone' }, warnings: [] });
    },
  );

  it('has an address for each service', () => {
    expect(parseServerConfig('{"serverMode":"HighAvailability"}')).toEqual({
      shape: { mode: 'high-availability', ...DEFAULT_SERVICES },
      warnings: [],
    });
    expect(DEFAULT_SERVICES).toMatchObject({
      inference: ['http://inference-service:8080'],
      embeddings: ['http://embeddings-service:8080'],
    });
  });

  it('takes one address or several, and limits in seconds', () => {
    const { shape, warnings } = parseServerConfig({
      serverMode: 'HighAvailability',
      services: { inference_url: ['http://a:1', 'http://b:2/', 'http://a:1'], embeddings_url: 'https://c' },
      limits: { connect_seconds: 0.5, overall_seconds: 900 },
    });
    expect(warnings).toEqual([]);
    expect(shape).toEqual({
      mode: 'high-availability',
      inference: ['http://a:1', 'http://b:2'],
      embeddings: ['https://c'],
      limits: { ...DEFAULT_SERVICES.limits, connectMs: 500, overallMs: 900_000 },
    });
  });

  it.each([
    ['{"serverMode"', /it is not valid JSON \(.*\); the server runs standalone\.$/],
    ['[]', /it is no JSON object; the server runs standalone\.$/],
    [
      { serverMode: 'Cluster' },
      /serverMode "Cluster" is none of Standalone, Local, HighAvailability; the server runs sta/,
    ],
  ])('falls back to one process with %j', (config, warning) => {
    const { shape, warnings } = parseServerConfig(config);
    expect(shape).toEqual({ mode: 'standalone' });
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it.each([
    [{ replicas: 3 }, 'SERVER_CONFIG: replicas is not known here and is left out.'],
    [{ services: { web_url: 'http://w' } }, 'SERVER_CONFIG: services.web_url is not known here and is left out.'],
    [{ limits: { retries: 3 } }, 'SERVER_CONFIG: limits.retries is not known here and is left out.'],
    [{ limits: { idle_seconds: '5' } }, /limits\.idle_seconds must be a number of seconds above 0.*; 60 is used\.$/],
    [{ services: 'http://a' }, /services is no object; the default addresses are used\.$/],
    [{ limits: [] }, /limits is no object; the default limits are used\.$/],
    [{ services: { inference_url: ['a:1', 'http://b'] } }, /services\.inference_url: "a:1" is no http address/],
    [{ services: { inference_url: ['http://b/path', 'http://b'] } }, /"http:\/\/b\/path" is no http address/],
  ])('names what it cannot use in %j', (config, warning) => {
    const { shape, warnings } = parseServerConfig({ serverMode: 'HighAvailability', ...config });
    expect(shape.mode).toBe('high-availability');
    expect(warnings).toEqual([typeof warning === 'string' ? warning : expect.stringMatching(warning)]);
  });
});
