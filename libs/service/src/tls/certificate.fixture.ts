import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate of its own authority, for `localhost` and 127.0.0.1, in files of a new folder. */
export interface TestCertificate {
  folder: string;
  tlsCert: string;
  tlsKey: string;
  /** In PEM. */
  cert: string;
  key: string;
}

/** `name` is what tells certificates apart. */
export async function makeCertificate(name = 'test'): Promise<TestCertificate> {
  const folder = mkdtempSync(join(tmpdir(), 'otron-tls-'));
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const files = { folder, tlsCert: join(folder, 'tls.crt'), tlsKey: join(folder, 'tls.key') };
  writeFileSync(files.tlsCert, cert);
  writeFileSync(files.tlsKey, key, { mode: 0o600 });
  return { ...files, cert, key };
}
