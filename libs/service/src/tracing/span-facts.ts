import type { Work } from '../log/request-work.js';
import { genAiOperation } from './gen-ai-operation.js';

/** What a span tells, in the words of OpenTelemetry's semantic conventions; never content. */
export interface SpanFacts {
  name: string;
  attributes: Record<string, string | number | string[]>;
  /** Whether the fault was the server's. */
  failed: boolean;
}

/** A request that has ended, as far as a span tells of it. */
export interface EndedRequest {
  /** A chat over a WebSocket counts as a `POST`. */
  method: string;
  /** Without its query. */
  path: string;
  /** As it was declared, with placeholders. */
  route?: string;
  scheme: string;
  /** Of the header `Host`. */
  host?: string;
  status: number;
  /** Why it failed. */
  code?: string;
  /** As it was parsed, or as it came. */
  body?: unknown;
  work?: Work;
}

/** Larger bodies are not read again for what they ask for, in bytes. */
const READABLE = 1024 * 1024;
const LONGEST_NAME = 256;

/** The numbers of a request that conventions have a name for. */
const SETTINGS: Record<string, string> = {
  max_tokens: 'max_tokens',
  max_completion_tokens: 'max_tokens',
  max_output_tokens: 'max_tokens',
  temperature: 'temperature',
  top_p: 'top_p',
  top_k: 'top_k',
  seed: 'seed',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
  n: 'choice.count',
};

/** What the span of a request tells when the request has ended. */
export function spanFacts(ended: EndedRequest): SpanFacts {
  const { method, path, route = path, scheme, host, status, code } = ended;
  const operation = genAiOperation(method, path);
  const model = operation ? genAi(operation, ended) : {};
  const target = model['gen_ai.request.model'] ?? model['gen_ai.response.model'];
  return {
    name: operation ? [operation, target].filter(Boolean).join(' ') : `${method} ${route}`,
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      'url.path': path,
      'url.scheme': scheme,
      ...serverOf(scheme, host),
      ...(status >= 400 && { 'error.type': code ?? String(status) }),
      ...model,
    },
    failed: status >= 500,
  };
}

function serverOf(scheme: string, host = ''): SpanFacts['attributes'] {
  if (!URL.canParse(`${scheme}://${host}`)) return {};
  const { hostname, port } = new URL(`${scheme}://${host}`);
  return { 'server.address': hostname, 'server.port': Number(port) || (scheme === 'https' ? 443 : 80) };
}

function genAi(operation: string, { body, work }: EndedRequest): SpanFacts['attributes'] {
  const asked = parsed(body);
  const settings = Object.entries(SETTINGS).flatMap(([field, name]) =>
    typeof asked[field] === 'number' ? [[`gen_ai.request.${name}`, asked[field]]] : [],
  );
  const told = {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': 'predict-otron',
    'gen_ai.request.model': typeof asked.model === 'string' ? asked.model.slice(0, LONGEST_NAME) : undefined,
    'gen_ai.response.model': work?.model,
    'gen_ai.usage.input_tokens': work?.promptTokens,
    'gen_ai.usage.cache_read.input_tokens': work?.cachedTokens,
    'gen_ai.usage.output_tokens': work?.generatedTokens,
    'gen_ai.response.finish_reasons': work?.finishReasons?.map((reason) => reason.replaceAll('-', '_')),
    'otron.queue.duration': seconds(work?.queueMs),
    'otron.time_to_first_token': seconds(work?.firstTokenMs),
  };
  const known = Object.entries(told).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...settings, ...known]) as SpanFacts['attributes'];
}

const seconds = (ms?: number) => (ms === undefined ? undefined : ms / 1000);

/** A server in front has the bytes alone; what it sends to engines may be wrapped. */
function parsed(body: unknown): Record<string, unknown> {
  if (!Buffer.isBuffer(body)) return object(object(body).request ?? body);
  if (body.length > READABLE) return {};
  try {
    return parsed(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
