import { createPrivateKey } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate, type TestCertificate } from './certificate.fixture.js';
import { readCertificate } from './certificate.js';

let certificate: TestCertificate;
let other: TestCertificate;

beforeAll(async () => {
  [certificate, other] = await Promise.all([makeCertificate(), makeCertificate()]);
});

afterAll(() => {
  for (const { folder } of [certificate, other]) rmSync(folder, { recursive: true });
});

it('is read from its two files, and is none where none is named', () => {
  const read = readCertificate(certificate);
  expect(String(read?.cert)).toBe(certificate.cert);
  expect(read?.validTo).toBeGreaterThan(Date.now());
  expect(readCertificate({})).toBeUndefined();
});

it.each([
  ['one file alone', () => ({ tlsCert: certificate.tlsCert }), /both --tls-cert and --tls-key/],
  ['the other alone', () => ({ tlsKey: certificate.tlsKey }), /both --tls-cert and --tls-key/],
  ['a file that is not there', () => ({ ...certificate, tlsKey: '/nowhere/tls.key' }), /^The key file .* \(ENOENT/],
  ['what is no certificate', () => ({ ...certificate, tlsCert: certificate.tlsKey }), /has no certificate in PEM/],
  ['what is no key', () => ({ ...certificate, tlsKey: certificate.tlsCert }), /has no private key in PEM/],
  ['a key with a passphrase', () => ({ ...certificate, tlsKey: locked() }), /without a passphrase/],
  ['the key of another certificate', () => ({ ...certificate, tlsKey: other.tlsKey }), /does not belong/],
])('refuses %s in a sentence', (_, files, sentence) => {
  expect(() => readCertificate(files())).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(sentence) }),
  );
});

function locked(): string {
  const path = join(certificate.folder, 'locked.key');
  const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
  writeFileSync(path, createPrivateKey(certificate.key).export(options));
  return path;
}
