/** When something counts as too much, and when it no longer does. */
export interface PressureLimits {
  /** From this on it is too much. */
  high: number;
  /** Below this it is well again: lower, so that a load balancer does not come and go with each request. */
  low: number;
  /** How many looks in a row have to agree before anything changes. */
  looks: number;
}

/** A value that is looked at again and again, and is too much or well. */
export class Pressure {
  tooMuch = false;
  private against = 0;

  constructor(private readonly limits: PressureLimits) {}

  /** Returns whether that changed anything. */
  look(value: number): boolean {
    const { high, low, looks } = this.limits;
    const disagrees = this.tooMuch ? value < low : value >= high;
    this.against = disagrees ? this.against + 1 : 0;
    if (this.against < looks) return false;
    this.against = 0;
    this.tooMuch = !this.tooMuch;
    return true;
  }
}
