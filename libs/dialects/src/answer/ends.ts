import { PluginError } from '@predict-otron/plugin-sdk';

/** Counts the ends of a request's answers. A generation that stops without them has lost some, which nobody may overlook. */
export class Ends {
  private count = 0;

  constructor(private readonly expected: number) {}

  add(): void {
    this.count += 1;
  }

  /** Throws `INTERNAL` unless every answer has ended. */
  check(): void {
    if (this.count !== this.expected) {
      throw new PluginError('INTERNAL', `A generation completed with ${this.count} of ${this.expected} answers ended.`);
    }
  }
}
