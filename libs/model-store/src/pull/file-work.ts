import { Observable, share } from 'rxjs';
import { type DownloadTuning, downloadFile, type FileDownload } from '../download/download-file.js';

/** What the download of one file reports. */
export type FileEvent =
  | { type: 'bytes'; bytes: number; isNew: boolean }
  | { type: 'phase'; phase: 'waiting' | 'downloading' | 'verifying' };

/** Downloads that go on in this process: who asks for a file that somebody fetches already, shares that. */
export class FileWork {
  private readonly running = new Map<string, { events: Observable<FileEvent>; completed: number; phase?: FileEvent }>();

  constructor(private readonly tuning: DownloadTuning) {}

  /** Cold: fetches the file; completes when it is there. It is given up when the last one unsubscribes. */
  fetch(file: FileDownload): Observable<FileEvent> {
    return new Observable<FileEvent>((subscriber) => {
      const known = this.running.get(file.target);
      if (known) {
        subscriber.next({ type: 'bytes', bytes: known.completed, isNew: false });
        if (known.phase) subscriber.next(known.phase);
        return known.events.subscribe(subscriber);
      }
      return this.start(file).subscribe(subscriber);
    });
  }

  private start(file: FileDownload): Observable<FileEvent> {
    const entry = {
      completed: 0,
      events: undefined as unknown as Observable<FileEvent>,
      phase: undefined as FileEvent | undefined,
    };
    const single = new Observable<FileEvent>((subscriber) => {
      const controller = new AbortController();
      let phase: FileEvent & { type: 'phase' } = { type: 'phase', phase: 'waiting' };
      const end = () => {
        if (this.running.get(file.target) === entry) this.running.delete(file.target);
      };
      const watcher = {
        signal: controller.signal,
        onBytes: (bytes: number) => {
          entry.completed += bytes;
          subscriber.next({ type: 'bytes', bytes, isNew: phase.phase === 'downloading' });
        },
        onPhase: (next: typeof phase.phase) => {
          phase = { type: 'phase', phase: next };
          entry.phase = phase;
          subscriber.next(phase);
        },
      };
      downloadFile(file, watcher, this.tuning)
        .finally(end)
        .then(
          () => subscriber.complete(),
          (error) => subscriber.error(error),
        );
      return () => {
        // nobody joins what is being given up
        end();
        controller.abort();
      };
    });
    entry.events = single.pipe(share());
    this.running.set(file.target, entry);
    return entry.events;
  }
}
