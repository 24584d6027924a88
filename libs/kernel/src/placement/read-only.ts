import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

/** Whether a file lies on a file system that is mounted read-only, such as an image's or a volume's of a cluster. */
export async function isReadOnly(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}
