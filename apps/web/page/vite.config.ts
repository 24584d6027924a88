import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';

const root = fileURLToPath(new URL('.', import.meta.url));
const clientFolder = join(root, 'dist/client');

/** Writes each asset compressed beside itself, so that the server does not have to. */
function compressAssets(): Plugin {
  return {
    name: 'compress-assets',
    applyToEnvironment: ({ name }) => name === 'client',
    writeBundle() {
      const folder = join(clientFolder, 'assets');
      for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
        const content = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

/** Two builds from the same sources: what the browser runs, and what renders the pages on the server. */
export default defineConfig({
  root,
  base: './',
  appType: 'custom',
  logLevel: 'warn',
  plugins: [solid({ ssr: true }), compressAssets()],
  environments: {
    client: {
      build: {
        outDir: clientFolder,
        manifest: 'manifest.json',
        rolldownOptions: { input: ['chat', 'status', 'embeddings'].map((page) => join(root, `src/entry-${page}.tsx`)) },
      },
    },
    ssr: {
      // the server needs no package of the page when it runs
      resolve: { noExternal: true },
      build: {
        outDir: join(root, 'dist/server'),
        copyPublicDir: false,
        rolldownOptions: { input: join(root, 'src/entry-server.tsx') },
      },
    },
  },
  build: {
    rolldownOptions: { checks: { bundlerTimings: false } },
    target: 'es2022',
    cssTarget: 'chrome123',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  builder: {},
});
