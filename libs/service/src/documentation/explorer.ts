import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { escapeHtml } from '../http/escape-html.js';

/** The files of the `swagger-ui-dist` package that the page needs, by content type. */
const FILES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Runs in the browser. The validator that Swagger UI asks by default is a service in the Internet. */
const START_SCRIPT = `SwaggerUIBundle({
  url: 'openapi.json', dom_id: '#explorer', validatorUrl: null,
  deepLinking: true, tryItOutEnabled: true, displayRequestDuration: true,
});
`;

const page = (title: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="explorer"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/explorer.js"></script>
</html>
`;

/** Swagger UI sets styles by itself, and has its icons in them. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** Swagger UI at `/docs`, every part of it from this server. */
export function addExplorer(instance: FastifyInstance, title: string): void {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  instance.get('/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('Content-Security-Policy', POLICY).send(page(title)),
  );
  instance.get('/docs/explorer.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START_SCRIPT),
  );
  for (const [file, type] of Object.entries(FILES)) {
    instance.get(`/docs/${file}`, (_request, reply) =>
      reply
        .type(type)
        .header('Cache-Control', 'max-age=3600')
        .send(createReadStream(join(folder, file))),
    );
  }
}
