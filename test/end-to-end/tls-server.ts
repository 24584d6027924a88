import type { TestCertificate } from '../../libs/service/src/tls/certificate.fixture.js';
import { RunningServer } from './server.js';

/** A program of ours that serves with a certificate, and trusts it in others. */
export async function startWithTls(
  app: 'server' | 'inference-engine' | 'web',
  { tlsCert, tlsKey }: TestCertificate,
  environment: Record<string, string> = {},
): Promise<RunningServer> {
  const flags = ['--tls-cert', tlsCert, '--tls-key', tlsKey, '--port', '0'];
  const trust = { NODE_EXTRA_CA_CERTS: tlsCert, OTRON_SERVICE_TOKEN: 'secret', ...environment };
  const server = new RunningServer(`apps/${app}/bundle/main.js`, flags, '', trust);
  server.url = (await server.printed(/Serving on (https:[^ "]+)/))[1] as string;
  if (app !== 'web') await server.printed(/Ready after/);
  return server;
}
