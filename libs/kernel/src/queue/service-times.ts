/** Weight of the newest time in the average. */
const NEWEST = 0.2;

/** How long requests have held their slots lately: an average that forgets. */
export class ServiceTimes {
  private meanMs = 1000;
  private known = false;

  record(ms: number): void {
    this.meanMs = this.known ? this.meanMs + NEWEST * (ms - this.meanMs) : ms;
    this.known = true;
  }

  /** Whole seconds until this many slots' worth of requests is served by so many slots, at least 1. */
  secondsFor(load: number, slots: number): number {
    return Math.max(1, Math.ceil((this.meanMs * load) / slots / 1000));
  }
}
