const EMPTY: Buffer = Buffer.alloc(0);

/** What separates the events of a stream, by its content type; `undefined` for an answer that is no stream. */
export function separatorOf(contentType = ''): string | undefined {
  if (contentType.startsWith('text/event-stream')) return '\n\n';
  return contentType.startsWith('application/x-ndjson') ? '\n' : undefined;
}

/** Comments and pings: an answer that has nothing else has not begun. */
const WAITING = /^(?:(?::[^\n]*|event: ping\ndata: \{"type":"ping"\})\n\n)*$/;

/** Whether these events only keep the connection open. */
export function onlyKeepsOpen(events: Buffer): boolean {
  return WAITING.test(events.toString('latin1'));
}

/** Cuts a stream at the ends of its events, so that a stream that breaks off never ends within one. */
export class WholeEvents {
  private rest: Buffer = EMPTY;

  constructor(private readonly separator: string) {}

  /** The events that are complete now; empty if none is. */
  take(chunk: Buffer): Buffer {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const last = all.lastIndexOf(this.separator);
    const end = last < 0 ? 0 : last + this.separator.length;
    this.rest = end === all.length ? EMPTY : all.subarray(end);
    return end === all.length ? all : all.subarray(0, end);
  }

  /** What came after the last separator. */
  flush(): Buffer {
    const { rest } = this;
    this.rest = EMPTY;
    return rest;
  }
}
