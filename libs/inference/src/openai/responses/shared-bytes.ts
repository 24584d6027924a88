interface Held {
  bytes: number;
  holders: number;
}

/** Adds up the sizes of objects, as JSON, of which each may be held several times and takes its room once. */
export class SharedBytes {
  private readonly held = new Map<object, Held>();
  private sum = 0;

  get total(): number {
    return this.sum;
  }

  hold(value: object): void {
    const known = this.held.get(value);
    if (known) {
      known.holders += 1;
      return;
    }
    const bytes = Buffer.byteLength(JSON.stringify(value));
    this.held.set(value, { bytes, holders: 1 });
    this.sum += bytes;
  }

  release(value: object): void {
    const known = this.held.get(value);
    if (!known) return;
    known.holders -= 1;
    if (known.holders > 0) return;
    this.held.delete(value);
    this.sum -= known.bytes;
  }
}
