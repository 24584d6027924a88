// The image of Node that the Dockerfile builds on. Where no registry can be reached, one is made of Debian's packages and the
// Node that runs us, under the official name: the Dockerfile is the same everywhere.
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'node:20-bookworm-slim';

/** Stands in for the official image of Redis: Debian's own, in the same system. */
export const REDIS_IMAGE = 'redis:debian';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

const DOCKERFILE = `FROM debian:bookworm-slim
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx && useradd --create-home --uid 1000 node
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
`;

/** @param {import('./private-engine.mjs').PrivateEngine} engine */
export function makeBaseImage(engine) {
  const cache = join('.cache', 'debian-bookworm-redis.tar');
  mkdirSync('.cache', { recursive: true });
  if (!existsSync(cache))
    engine.run('mmdebstrap', [
      '--quiet',
      '--variant=minbase',
      '--include=ca-certificates,libstdc++6,libgomp1,redis-server',
      'bookworm',
      cache,
    ]);
  engine.docker('import', cache, 'debian:bookworm-slim');
  engine.docker('tag', 'debian:bookworm-slim', REDIS_IMAGE);
  const context = join(engine.folder, 'base');
  mkdirSync(context);
  copyFileSync(realpathSync(process.execPath), join(context, 'node'));
  cpSync(join(engine.run('npm', ['root', '--global']), 'npm'), join(context, 'npm'), {
    recursive: true,
    dereference: true,
  });
  copyFileSync(CERTIFICATES, join(context, 'ca-certificates.crt'));
  writeFileSync(join(context, 'Dockerfile'), DOCKERFILE);
  engine.docker('build', '--network', 'none', '--tag', NAME, context);
}
