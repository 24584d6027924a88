import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bootName, type Rendering } from './page-document.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Encodings that the build has made, best first, with their file endings. */
const ENCODINGS = { br: '.br', gzip: '.gz' };

const YEAR_SECONDS = 31_536_000;

/** A file of the build, compressed where the browser can read that. Names hold a hash of the content, so they stay valid. */
export async function sendAsset(
  request: FastifyRequest<{ Params: { name: string } }>,
  reply: FastifyReply,
  { assetFolder, bootScript }: Rendering,
): Promise<unknown> {
  const { name } = request.params;
  const type = /^[\w-][\w.-]*$/.test(name) ? TYPES[extname(name)] : undefined;
  if (!type) return notFound(reply);
  const immutable = /-[\w-]{8,}\.\w+$/.test(name);
  void reply
    .type(type)
    .header('X-Content-Type-Options', 'nosniff')
    .header('Vary', 'Accept-Encoding')
    .header('Cache-Control', immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'public, max-age=3600');
  if (name === bootName(bootScript)) return reply.send(bootScript);
  const accepted = String(request.headers['accept-encoding'] ?? '');
  for (const [encoding, ending] of Object.entries(ENCODINGS)) {
    if (!new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted)) continue;
    const compressed = await readIfThere(join(assetFolder, name + ending));
    if (compressed) return reply.header('Content-Encoding', encoding).send(compressed);
  }
  const content = await readIfThere(join(assetFolder, name));
  return content ? reply.send(content) : notFound(reply);
}

function notFound(reply: FastifyReply) {
  return reply.removeHeader('Cache-Control').status(404).type('text/plain').send('There is no such file.\n');
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}
