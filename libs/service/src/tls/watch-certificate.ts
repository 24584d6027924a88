import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { type Certificate, type CertificateFiles, readCertificate } from './certificate.js';

/** How often the files are looked at, in milliseconds. */
const LOOK = 2_000;

/** What can serve another certificate while it runs: a server of `node:https`. */
interface TlsServer {
  setSecureContext(certificate: Pick<Certificate, 'cert' | 'key'>): void;
}

/**
 * Serves a new certificate as soon as its files have changed: to new connections, while those that are open go on. What
 * cannot be used changes nothing but for a line in the log. Returns what ends it.
 */
export function watchCertificate(
  server: TlsServer,
  files: CertificateFiles,
  logger: Logger,
  lookMs = LOOK,
): () => void {
  const paths = [files.tlsCert, files.tlsKey].filter((path) => path !== undefined);
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    try {
      const certificate = readCertificate(files);
      if (!certificate) return;
      server.setSecureContext({ cert: certificate.cert, key: certificate.key });
      logger.info(`The TLS certificate was read again: it is valid until ${dayOf(certificate)}.`);
    } catch (error) {
      logger.error(`${(error as Error).message} The certificate stays as it was.`);
    }
  };
  // two files change one after the other: in between they do not belong together
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(look, lookMs).unref();
  };
  for (const path of paths) watchFile(path, { interval: lookMs, persistent: false }, changed);
  return () => {
    clearTimeout(timer);
    for (const path of paths) unwatchFile(path, changed);
  };
}

/** Says so when a certificate is not valid any more: clients refuse it. */
export function warnOfExpiry(certificate: Certificate, logger: Logger): void {
  if (certificate.validTo < Date.now())
    logger.warn(`The TLS certificate was valid until ${dayOf(certificate)}: clients will refuse it.`);
}

const dayOf = ({ validTo }: Certificate) => new Date(validTo).toISOString().slice(0, 10);
