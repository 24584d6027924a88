import type { Metric, Registry } from 'prom-client';
import type { TokenTimes, TokenTimesView } from './token-times.js';

interface HistogramOptions {
  name: string;
  help: string;
  /** Upper ends in seconds, of those that are counted. */
  buckets: readonly number[];
  /** A series for each model; else one over all, from the start on. */
  perModel: boolean;
}

/** Shows the times between tokens as a histogram of prom-client, which itself can only count one observation at a time. */
export function tokenHistogram(registry: Registry, times: TokenTimes, options: HistogramOptions): void {
  const { name, help, buckets, perModel } = options;
  const seriesOf = ({ upTo, count, sum }: TokenTimesView, labels: Record<string, string>) => [
    ...upTo.map((value, i) => ({
      metricName: `${name}_bucket`,
      labels: { le: buckets[i] as number, ...labels },
      value,
    })),
    { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
  const metric = {
    name,
    help,
    type: 'histogram',
    async get() {
      const views = times.read(buckets);
      const values = perModel
        ? views.flatMap((view) => seriesOf(view, { model: view.model }))
        : seriesOf(together(views, buckets.length), {});
      return { name, help, type: 'histogram', values, aggregator: 'sum' };
    },
    reset() {},
  };
  registry.registerMetric(metric as unknown as Metric);
}

function together(views: TokenTimesView[], bounds: number): TokenTimesView {
  const all = { model: '', tokens: 0, upTo: Array<number>(bounds).fill(0), count: 0, sum: 0 };
  for (const { upTo, count, sum } of views) {
    all.upTo = all.upTo.map((value, i) => value + (upTo[i] as number));
    all.count += count;
    all.sum += sum;
  }
  return all;
}
