import type { Upstream } from './upstream.js';

const ORDER = { ready: 0, unknown: 1, waiting: 2, away: 3 } as const;

/** The engines that answer the same requests. */
export class EngineService {
  private turn = 0;

  constructor(
    /** `inference` or `embeddings`. */
    readonly name: string,
    readonly upstreams: readonly Upstream[],
  ) {}

  /** Whether any of its engines is ready for requests. */
  get ready(): boolean {
    return this.upstreams.some(({ state, circuit }) => state === 'ready' && !circuit.isOpen);
  }

  /** Those that requests may be sent to. */
  usable(): Upstream[] {
    return this.upstreams.filter(({ usable }) => usable);
  }

  /**
   * The engine for the next request: ready ones first, of these one that has the model, of these the one with the fewest
   * open requests, of these each in turn.
   *
   * @param tried engines that the request was sent to already; they come last
   */
  pick(tried: ReadonlySet<Upstream>, model?: string): Upstream | undefined {
    this.turn += 1;
    const { length } = this.upstreams;
    const inTurn = this.upstreams.map((_, i) => this.upstreams[(i + this.turn) % length] as Upstream);
    const rank = (it: Upstream) => [
      Number(tried.has(it)),
      ORDER[it.state],
      Number(model !== undefined && !it.models.has(model)),
      it.open,
    ];
    return inTurn
      .filter(({ usable }) => usable)
      .map((upstream) => ({ upstream, rank: rank(upstream) }))
      .sort((a, b) => a.rank.map((value, i) => value - (b.rank[i] as number)).find((sign) => sign !== 0) ?? 0)[0]
      ?.upstream;
  }

  /** True when its engines have different models, so that the model of a request matters. */
  get differs(): boolean {
    const [first, ...others] = this.upstreams.filter(({ models }) => models.size > 0);
    return others.some(
      ({ models }) => models.size !== first?.models.size || [...models].some((id) => !first?.models.has(id)),
    );
  }

  /** For `GET /health`. */
  report(): object[] {
    return this.upstreams.map(({ origin, state, reason, open, circuit }) => ({
      origin,
      state,
      ...(state !== 'ready' && reason !== undefined && { reason }),
      open_requests: open,
      ...(circuit.isOpen && { circuit: 'open' }),
    }));
  }
}
