/** One series of a scrape. */
export interface Series {
  labels: Record<string, string>;
  value: number;
}

/** A scrape in Prometheus' text format: what types the families have, and their series by name. */
export class Scrape {
  readonly types = new Map<string, string>();
  private readonly series = new Map<string, Series[]>();

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (family && type) this.types.set(family, type);
      const [, name, labels = '', value] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (!name) continue;
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, of]) => [key, of]);
      this.series.set(name, [...this.of(name), { labels: Object.fromEntries(pairs), value: Number(value) }]);
    }
  }

  of(name: string): Series[] {
    return this.series.get(name) ?? [];
  }

  /** The sum of all series that have these labels. */
  sum(name: string, labels: Record<string, string> = {}): number {
    const fits = (one: Series) => Object.entries(labels).every(([key, value]) => one.labels[key] === value);
    return this.of(name)
      .filter(fits)
      .reduce((total, { value }) => total + value, 0);
  }

  /** Whether a query may name it: a family, or one of the series of a histogram. */
  has(name: string): boolean {
    const family = name.replace(/_(bucket|sum|count)$/, '');
    return this.types.has(name) || this.types.get(family) === 'histogram';
  }
}
