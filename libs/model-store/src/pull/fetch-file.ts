import type { FileDownload } from '../download/download-file.js';
import type { FileWork } from './file-work.js';
import type { PullMeter } from './pull-progress.js';

/** Brings one file to its place; resolves when it is there. */
export type FetchFile = (file: FileDownload) => Promise<void>;

/** Fetches for one pull: reports to its meter, ends with its signal. */
export function fetchFileFor(work: FileWork, meter: PullMeter, signal: AbortSignal): FetchFile {
  return (file) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const cancel = () => {
        subscription.unsubscribe();
        reject(signal.reason);
      };
      const subscription = work.fetch(file).subscribe({
        next: (event) => (event.type === 'bytes' ? meter.add(event.bytes, event.isNew) : meter.enter(event.phase)),
        error: (error) => {
          signal.removeEventListener('abort', cancel);
          reject(error);
        },
        complete: () => {
          signal.removeEventListener('abort', cancel);
          resolve();
        },
      });
      signal.addEventListener('abort', cancel, { once: true });
    });
}
