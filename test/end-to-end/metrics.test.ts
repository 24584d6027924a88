import { readFileSync } from 'node:fs';
import { Scrape } from './metric-families.js';
import { ENDLESS, type RunningServer, startServer } from './server.js';

/** What members of a Gateway API InferencePool export from their start on, with the type and the value of each. */
const POOL_CONTRACT = [
  ['vllm:num_requests_waiting', 'gauge', 0],
  ['vllm:num_requests_running', 'gauge', 0],
  ['vllm:kv_cache_usage_perc', 'gauge', 0],
  ['vllm:gpu_cache_usage_perc', 'gauge', 0],
  ['vllm:cache_config_info', 'gauge', 1],
  ['vllm:gpu_prefix_cache_hits_total', 'counter', 0],
  ['vllm:gpu_prefix_cache_queries_total', 'counter', 0],
  ['vllm:prompt_tokens_total', 'counter', 0],
  ['vllm:generation_tokens_total', 'counter', 0],
] as const;

const HISTOGRAMS = [
  'vllm:time_to_first_token_seconds',
  'vllm:time_per_output_token_seconds',
  'vllm:e2e_request_latency_seconds',
];

const scrape = async ({ url }: RunningServer) => new Scrape(await (await fetch(`${url}/metrics`)).text());

describe.each(['server', 'inference-engine', 'embeddings-engine'])('a fresh %s', (app) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer([], `apps/${app}/bundle/main.js`);
  });
  afterAll(() => server?.end());

  it('exports what routers of fleets read before the first request', async () => {
    const fresh = await scrape(server);
    for (const [name, type, value] of POOL_CONTRACT) {
      expect([name, fresh.types.get(name), fresh.of(name).map((one) => one.value)]).toEqual([name, type, [value]]);
    }
    for (const name of HISTOGRAMS)
      expect([name, fresh.of(`${name}_count`)]).toEqual([name, [{ labels: {}, value: 0 }]]);
    expect(fresh.of('vllm:request_success_total').map(({ labels }) => labels.finished_reason)).toContain('stop');
    const [info] = fresh.of('vllm:cache_config_info');
    expect(info?.labels).toEqual({
      block_size: '16',
      num_gpu_blocks: expect.stringMatching(app === 'embeddings-engine' ? /^0$/ : /^[1-9]\d*$/),
    });
  });
});

describe('the server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.end());

  it('exports every metric that the dashboard and the alerts ask for', async () => {
    const dashboard = JSON.parse(readFileSync('deploy/monitoring/grafana-dashboard.json', 'utf8'));
    expect(dashboard.panels.length).toBeGreaterThan(20);
    const queries = JSON.stringify(dashboard) + readFileSync('deploy/monitoring/prometheus-rules.yaml', 'utf8');
    const names = new Set(queries.match(/\b(otron_|vllm:|nodejs_|process_)\w+/g));
    expect(names.size).toBeGreaterThan(20);
    const exported = await scrape(server);
    // one is there only where a Redis is configured
    expect([...names].filter((name) => !exported.has(name))).toEqual(['otron_redis_up']);
  });

  it('tells routers how busy it is, lists what runs, and cancels it from anywhere', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `busy-${i}`);
    const secret = 'a secret that nobody else may read';
    const asked = { ...ENDLESS, messages: [{ role: 'user', content: secret }], stream: false };
    const answers = ids.map((id) => server.post('/v1/chat/completions', asked, { headers: { 'X-Request-Id': id } }));
    await server.until(async () => (await server.slots()).running + (await server.slots()).queued === ids.length);
    await server.until(async () => (await scrape(server)).sum('vllm:kv_cache_usage_perc') > 0);
    const busy = await scrape(server);
    for (const [name] of POOL_CONTRACT) expect([name, busy.of(name)]).toEqual([name, [expect.anything()]]);
    const [running, waiting] = [busy.sum('vllm:num_requests_running'), busy.sum('vllm:num_requests_waiting')];
    expect(running).toBeGreaterThan(0);
    expect(waiting).toBeGreaterThan(0);
    expect(running + waiting).toBe(ids.length);
    expect(busy.sum('vllm:kv_cache_usage_perc')).toBeLessThanOrEqual(1);

    const text = await (await fetch(`${server.url}/admin/requests`)).text();
    expect(text).not.toContain('secret');
    const { requests } = JSON.parse(text) as { requests: Record<string, unknown>[] };
    expect(requests.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(new Set(requests.map(({ state }) => state))).toContain('waiting');
    expect(requests[0]).toEqual({
      id: expect.any(String),
      model: 'otron-tiny-llama',
      state: expect.any(String),
      prompt_tokens: expect.any(Number),
      generated_tokens: expect.any(Number),
      age_seconds: expect.any(Number),
      queue_seconds: expect.any(Number),
    });

    for (const id of ids) {
      const response = await fetch(`${server.url}/admin/requests/${id}`, { method: 'DELETE' });
      expect(await response.json()).toEqual({ id, cancelled: 1 });
    }
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe(499);
      expect(await answer.json()).toMatchObject({ error: { code: expect.stringMatching(/cancelled/i) } });
    }
    await server.idle();
    expect(await (await fetch(`${server.url}/admin/requests/none`, { method: 'DELETE' })).json()).toMatchObject({
      error: { message: expect.stringMatching('GET /admin/requests') },
    });
    const after = await scrape(server);
    expect(after.sum('otron_generation_requests_total', { outcome: 'cancelled', code: 'CANCELLED' })).toBe(ids.length);
    expect(after.sum('vllm:request_success_total', { finished_reason: 'abort' })).toBe(ids.length);
    expect(after.sum('vllm:kv_cache_usage_perc')).toBe(0);
    expect(server.output).not.toContain('secret');
  });

  it('counts tokens as the answers do, and logs them with the request', async () => {
    const before = await scrape(server);
    const body = { model: 'otron-tiny-llama', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 8 };
    const response = await server.post('/v1/chat/completions', body, { headers: { 'X-Request-Id': 'counted' } });
    const { usage } = (await response.json()) as { usage: { prompt_tokens: number; completion_tokens: number } };
    const after = await scrape(server);
    const grown = (name: string, labels = {}) => after.sum(name, labels) - before.sum(name, labels);
    expect(grown('otron_prompt_tokens_total', { model: 'otron-tiny-llama' })).toBe(usage.prompt_tokens);
    expect(grown('vllm:generation_tokens_total')).toBe(usage.completion_tokens);
    expect(grown('vllm:time_to_first_token_seconds_count')).toBe(1);
    expect(grown('otron_generation_duration_seconds_count')).toBe(1);
    expect(grown('otron_generation_answers_total')).toBe(1);
    expect(after.sum('otron_model_loads_total', { outcome: 'loaded' })).toBeGreaterThan(0);
    expect(after.sum('otron_model_memory_bytes', { model: 'otron-tiny-llama' })).toBeGreaterThan(0);
    expect(after.sum('otron_device_memory_bytes', { device: 'cpu' })).toBeGreaterThan(0);
    expect(after.sum('otron_plugins', { state: 'ready' })).toBeGreaterThan(0);
    await server.printed(/"requestId":"counted"[^\n]*"msg":"request"/);
    expect(server.log().find(({ requestId, msg }) => requestId === 'counted' && msg === 'request')).toMatchObject({
      model: 'otron-tiny-llama',
      promptTokens: usage.prompt_tokens,
      generatedTokens: usage.completion_tokens,
      queueMs: expect.any(Number),
      firstTokenMs: expect.any(Number),
    });
  });

  it('counts embeddings', async () => {
    const response = await server.post('/v1/embeddings', { model: 'default', input: ['one', 'two'] });
    const { usage } = (await response.json()) as { usage: { prompt_tokens: number } };
    const after = await scrape(server);
    expect(after.sum('otron_embedding_texts_total')).toBe(2);
    expect(after.sum('otron_embedding_tokens_total')).toBe(usage.prompt_tokens);
  });
});
