/** Text that comes in pieces and is taken up to markers. What could be the beginning of a marker stays until it is clear. */
export class TextBuffer {
  private text = '';

  add(piece: string): void {
    this.text += piece;
  }

  /** What is there and was not taken. */
  peek(): string {
    return this.text;
  }

  /**
   * Takes the text before the marker that begins first (of those that begin together, the longest) and the marker itself.
   * Without one, takes all that cannot be the beginning of one.
   */
  takeUntil(markers: readonly string[]): { text: string; marker?: string } {
    const met = this.first(markers);
    if (met) {
      const text = this.text.slice(0, met.at);
      this.text = this.text.slice(met.at + met.marker.length);
      return { text, marker: met.marker };
    }
    return { text: this.take(this.text.length - this.heldLength(markers)) };
  }

  take(length: number): string {
    const taken = this.text.slice(0, length);
    this.text = this.text.slice(length);
    return taken;
  }

  takeAll(): string {
    return this.take(this.text.length);
  }

  private first(markers: readonly string[]): { at: number; marker: string } | undefined {
    let met: { at: number; marker: string } | undefined;
    for (const marker of markers) {
      const at = this.text.indexOf(marker);
      if (at < 0) continue;
      if (!met || at < met.at || (at === met.at && marker.length > met.marker.length)) met = { at, marker };
    }
    return met;
  }

  /** Length of the longest tail that begins a marker. */
  private heldLength(markers: readonly string[]): number {
    const longest = Math.max(0, ...markers.map((marker) => marker.length - 1));
    for (let length = Math.min(longest, this.text.length); length > 0; length--) {
      const tail = this.text.slice(this.text.length - length);
      if (markers.some((marker) => marker.startsWith(tail))) return length;
    }
    return 0;
  }
}
