import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { PluginError } from '@predict-otron/plugin-sdk';

/** Where a server's certificate and its key are, both in PEM; neither: it speaks plain HTTP. */
export interface CertificateFiles {
  /** The server's own certificate first, then those of the authorities between it and one that clients know. */
  tlsCert?: string;
  /** Without a passphrase. */
  tlsKey?: string;
}

/** A certificate that can be served. */
export interface Certificate {
  cert: Buffer;
  key: Buffer;
  /** When it is no longer valid, in milliseconds since 1970. */
  validTo: number;
}

/** Reads and checks both files; `undefined` where none is named. Throws `INPUT_INVALID` with what is wrong with them. */
export function readCertificate({ tlsCert, tlsKey }: CertificateFiles): Certificate | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw unusable('TLS needs both --tls-cert and --tls-key: only one of them is set');
  const cert = read('certificate', tlsCert);
  const key = read('key', tlsKey);
  const first = checked(
    () => new X509Certificate(cert),
    () => `The certificate file ${tlsCert} has no certificate in PEM`,
  );
  const secret = checked(
    () => createPrivateKey(key),
    () => `The key file ${tlsKey} has no private key in PEM that can be read without a passphrase`,
  );
  if (!first.checkPrivateKey(secret))
    throw unusable(`The key in ${tlsKey} does not belong to the first certificate in ${tlsCert}`);
  checked(
    () => createSecureContext({ cert, key }),
    (reason) => `The certificate in ${tlsCert} cannot be served (${reason})`,
  );
  return { cert, key, validTo: Date.parse(first.validTo) };
}

function read(what: string, path: string): Buffer {
  return checked(
    () => readFileSync(path),
    (reason) => `The ${what} file ${path} cannot be read (${reason})`,
  );
}

function checked<T>(look: () => T, complaint: (reason: string) => string): T {
  try {
    return look();
  } catch (error) {
    throw unusable(complaint((error as Error).message));
  }
}

function unusable(sentence: string): PluginError {
  return new PluginError('INPUT_INVALID', `${sentence}.`);
}
