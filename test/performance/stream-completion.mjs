import { once } from 'node:events';
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/**
 * One streamed completion, read with as little work as possible: the reader shares the cores with the server.
 * @param {string} url of the server @param {object} body of `POST /v1/completions`
 * @returns {Promise<{ firstMs: number, lastMs: number, tokens: number }>} times from the start of the request to the
 *   first text and to the end; tokens as the server counts them
 */
export async function streamCompletion(url, body) {
  const started = performance.now();
  const payload = JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } });
  const call = request(`${url}/v1/completions`, {
    agent,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) },
  });
  call.end(payload);
  const [response] = await once(call, 'response');
  let firstMs;
  let lastMs;
  let tail = '';
  response.setEncoding('utf8');
  response.on('data', (text) => {
    lastMs = performance.now() - started;
    if (firstMs === undefined && /"text":"[^"]/.test(text)) firstMs = lastMs;
    tail = (tail + text).slice(-2000);
  });
  await once(response, 'end');
  const tokens = /"completion_tokens":(\d+)/.exec(tail)?.[1];
  if (response.statusCode !== 200 || firstMs === undefined || tokens === undefined || !tail.includes('[DONE]'))
    throw new Error(`${response.statusCode}: ${tail}`);
  return { firstMs, lastMs, tokens: Number(tokens) };
}
