/** How the server is doing, at one moment, as `GET /admin/status` says it. */
export interface StatusSample {
  /** Milliseconds since the epoch. */
  at: number;
  uptime_seconds: number;
  requests: number;
  failed: number;
  running: number;
  queued: number;
  prompt_tokens: number;
  generated_tokens: number;
  first_token: { bounds_ms: number[]; counts: number[] };
  rss_bytes: number;
  models: { id: string; kind: string; bytes: number }[];
  devices: { id: string; name: string; total_bytes: number; free_bytes?: number }[];
}

/** Growth a second of a counter, between each two samples; 0 where the server was started anew. */
export function rates(samples: StatusSample[], counter: 'requests' | 'prompt_tokens' | 'generated_tokens'): number[] {
  return samples.slice(1).map((sample, index) => {
    const before = samples[index] as StatusSample;
    const seconds = (sample.at - before.at) / 1000;
    return seconds > 0 ? Math.max(0, sample[counter] - before[counter]) / seconds : 0;
  });
}

/** Names of the ranges of a histogram: `≤ 10 ms`, …, `> 10 s`. */
export function rangeNames(boundsMs: number[]): string[] {
  const name = (ms: number) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);
  const last = boundsMs.at(-1);
  return [...boundsMs.map((bound) => `≤ ${name(bound)}`), last === undefined ? 'all' : `> ${name(last)}`];
}
