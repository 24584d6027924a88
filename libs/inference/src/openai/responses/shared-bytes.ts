interface Held {
  bytes: number;
  holders: number;
}

/** What each holding of an object takes beside the object itself. */
export const HOLDING_BYTES = 16;

/** Adds up the sizes of objects, as JSON, of which each may be held several times and takes its room once. */
export class SharedBytes {
  private readonly held = new Map<object, Held>();
  private sum = 0;

  get total(): number {
    return this.sum;
  }

  hold(value: object): void {
    const known = this.held.get(value) ?? this.add(value);
    known.holders += 1;
    this.sum += HOLDING_BYTES;
  }

  /** Only for what is held. */
  release(value: object): void {
    const known = this.held.get(value);
    if (!known) return;
    known.holders -= 1;
    this.sum -= HOLDING_BYTES;
    if (known.holders > 0) return;
    this.held.delete(value);
    this.sum -= known.bytes;
  }

  private add(value: object): Held {
    const added = { bytes: Buffer.byteLength(JSON.stringify(value)), holders: 0 };
    this.held.set(value, added);
    this.sum += added.bytes;
    return added;
  }
}
