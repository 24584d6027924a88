import { answeredHeaders, forwardedHeaders } from './headers.js';

describe('forwardedHeaders', () => {
  it('passes trace context and routing hints untouched', () => {
    const passed = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=b',
      'x-llm-d-inference-objective': 'fast',
      'x-llm-d-slo-ttft-ms': '200',
      'x-gateway-inference-fairness-id': 'tenant',
      'anthropic-version': '2023-06-01',
      accept: 'text/event-stream',
    };
    expect(forwardedHeaders(passed, { 'x-request-id': 'r' })).toEqual({ ...passed, 'x-request-id': 'r' });
  });

  it("keeps back what is the connection's, the gateway's or the server's own", () => {
    const kept = {
      host: 'me',
      connection: 'keep-alive, X-Mine',
      'keep-alive': '5',
      'x-mine': 'a',
      te: 'trailers',
      upgrade: 'h2c',
      'transfer-encoding': 'chunked',
      'content-length': '3',
      authorization: 'Bearer secret',
      'x-api-key': 'secret',
      cookie: 'session=1',
      origin: 'https://a.page.of.this.server',
      'x-request-id': 'forged',
      'x-otron-service-token': 'forged',
      'x-otron-key-name': 'forged',
      'x-otron-priority': '9',
      'x-gateway-destination-endpoint': '10.0.0.1:80',
      'x-gateway-destination-endpoint-subset': '10.0.0.1:80',
    };
    expect(forwardedHeaders(kept, { 'x-otron-service-token': undefined })).toEqual({});
  });
});

it('passes the headers of an answer but those of its connection', () => {
  const headers = { 'content-type': 'a/b', 'retry-after': '1', date: 'now', connection: 'close', 'x-request-id': 'r' };
  expect(answeredHeaders(headers)).toEqual({ 'content-type': 'a/b', 'retry-after': '1' });
});
