import { PluginError } from '@predict-otron/plugin-sdk';

/** `DISK_FULL` for what the file system says where there is no room left, also for a folder or a lock; else unchanged. */
export function diskFailure(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new PluginError('DISK_FULL', 'The disk is full.', {}, { cause: error });
}
