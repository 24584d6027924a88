import { CliError, EXIT } from '../cli-error.js';

/** Codes of certificates that are not believed: of OpenSSL, and Node's own for a certificate of another name. */
const CERTIFICATE = /CERT|SELF_SIGNED|SIGNATURE|ISSUER/;

/** Why a server cannot be asked, and what to do; `error` as `fetch` throws it. */
export function unreachable(baseUrl: string, error: unknown): CliError {
  const { code, message = (error as Error).message } = causeOf(error);
  const advice = CERTIFICATE.test(code ?? '')
    ? 'To trust its certificate, or the authority that it is from, name a file with that in NODE_EXTRA_CA_CERTS; ' +
      'the name in --base-url must be one of the certificate.'
    : 'Start a server with `otron serve`, or name another one with --base-url or OTRON_URL.';
  return new CliError(`${baseUrl} cannot be reached (${code ?? message}).`, EXIT.unreachable, advice);
}

/** Clients wrap what the network said, some of them twice. */
function causeOf(error: unknown): { code?: string; message?: string } {
  const { cause } = error as { cause?: { code?: string; message?: string; cause?: object } };
  return cause?.cause ? causeOf(cause) : (cause ?? {});
}
