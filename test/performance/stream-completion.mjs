import { once } from 'node:events';
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/**
 * One streamed completion, read with as little work as possible: the reader shares the cores with the server.
 * @param {string} url of the server @param {object} body of `POST /v1/completions`, or of a chat where it has messages
 * @returns {Promise<{ firstMs: number, lastMs: number, gapsMs: number[], tokens: number }>} times from the start of the
 *   request to the first text and to the end, and between two pieces that come; tokens as the server counts them
 */
export async function streamCompletion(url, body) {
  const started = performance.now();
  const payload = JSON.stringify({ ...body, stream: true, stream_options: { include_usage: true } });
  const response = await post(`${url}/v1/${body.messages ? 'chat/' : ''}completions`, payload);
  let firstMs;
  let lastMs;
  const gapsMs = [];
  let tail = '';
  response.setEncoding('utf8');
  response.on('data', (text) => {
    const now = performance.now() - started;
    if (firstMs !== undefined) gapsMs.push(now - lastMs);
    lastMs = now;
    if (firstMs === undefined && /"(?:text|content)":"[^"]/.test(text)) firstMs = lastMs;
    tail = (tail + text).slice(-2000);
  });
  await once(response, 'end');
  const tokens = /"completion_tokens":(\d+)/.exec(tail)?.[1];
  if (response.statusCode !== 200 || firstMs === undefined || tokens === undefined || !tail.includes('[DONE]'))
    throw new Error(`${response.statusCode}: ${tail}`);
  return { firstMs, lastMs, gapsMs, tokens: Number(tokens) };
}

async function post(url, payload) {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
  const call = request(url, { agent, method: 'POST', headers });
  call.end(payload);
  try {
    const [response] = await once(call, 'response');
    return response;
  } catch (error) {
    // llama-server closes connections that it said it would keep
    if (call.reusedSocket && error.code === 'ECONNRESET') return post(url, payload);
    throw error;
  }
}
