import { PluginError } from '@predict-otron/plugin-sdk';
import { diskFailure } from '../download/disk-failure.js';

/** What a person can make of an error of the network. Errors of ours, and the one that says "cancelled", stay as they are. */
export function networkFailure(error: unknown, host: string): unknown {
  if (PluginError.is(error) || (error as Error)?.name === 'AbortError') return error;
  const root = rootOf(error);
  const ofDisk = diskFailure(root);
  if (ofDisk !== root) return ofDisk;
  const { code = '', message = String(error) } = root as NodeJS.ErrnoException;
  if (code === 'ENOTPUBLIC')
    return new PluginError('FORBIDDEN', `The server does not fetch from there: ${message}.`, { param: 'model' });
  // what failed on this machine is no matter of the network
  if (
    (error as NodeJS.ErrnoException).syscall &&
    /^(open|write|rename|mkdir|link|fsync)$/.test((error as NodeJS.ErrnoException).syscall ?? '')
  )
    return error;
  const reason = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/.test(code)
    ? 'it does not answer in time'
    : /^(ENOTFOUND|EAI_AGAIN)$/.test(code)
      ? 'its name cannot be looked up'
      : code === 'ECONNREFUSED'
        ? 'it refuses the connection'
        : message;
  return new PluginError('UPSTREAM', `${host} cannot be reached: ${reason}.`, {}, { cause: error });
}

function rootOf(error: unknown): unknown {
  const { cause, errors } = error as { cause?: unknown; errors?: unknown[] };
  const deeper = errors?.[0] ?? cause;
  return deeper === undefined || deeper === null ? error : rootOf(deeper);
}
