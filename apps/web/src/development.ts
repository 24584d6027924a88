import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ViteDevServer } from 'vite';
import { pageDocument } from './render/page-document.js';
import type { PageRenderer } from './shared/page-renderer.js';
import type { PageState } from './shared/page-state.js';

const PAGE = fileURLToPath(new URL('../page/', import.meta.url));

/** Paths that Vite answers: sources, packages, and its own client. */
const VITE_PATHS = ['/src', '/node_modules', '/@vite', '/@fs', '/@id', '/@solid-refresh'];

/** The pages from their sources, by a Vite that watches them and tells browsers what has changed. */
export class Development {
  private vite?: ViteDevServer;

  /** Adds Vite to a server. */
  readonly watch = async (instance: FastifyInstance): Promise<void> => {
    const { createServer } = await import('vite');
    const vite = await createServer({
      configFile: `${PAGE}vite.config.ts`,
      server: { middlewareMode: true, hmr: { server: instance.server } },
    });
    this.vite = vite;
    instance.addHook('onClose', () => vite.close());
    const answer = ({ raw }: FastifyRequest, reply: FastifyReply) => {
      reply.hijack();
      vite.middlewares(raw, reply.raw, () => reply.raw.writeHead(404).end());
    };
    for (const path of VITE_PATHS) instance.get(`${path}*`, answer);
  };

  /** As the built pages are rendered, but from what the sources say now. */
  readonly rendering = async () => {
    if (!this.vite) throw new Error('Vite has not been started.');
    const renderer = (await this.vite.ssrLoadModule('/src/entry-server.tsx')) as unknown as PageRenderer;
    const { escapeText, renderAnswer, renderError, bootScript } = renderer;
    const renderPage = (state: PageState) =>
      pageDocument(state, renderer, {
        scripts: ['/@vite/client', ...(state.page === 'login' ? [] : [`/src/entry-${state.page}.tsx`])],
        preloads: [],
        styles: ['/src/styles/page.css?direct'],
      });
    const assetFolder = `${PAGE}public/assets/`;
    return { development: true, renderPage, escapeText, renderAnswer, renderError, bootScript, assetFolder };
  };
}
