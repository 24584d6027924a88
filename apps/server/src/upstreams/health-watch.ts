import type { EngineService } from './engine-service.js';
import type { Upstream } from './upstream.js';

/** Time for an engine to say how it is, in milliseconds. */
const PATIENCE = 2_000;
/** Times in a row that an engine may be too busy to say how it is; one that refuses or resets a connection is gone at once. */
const MISSES = 3;
/** Said of an engine with keys that no secret is shared with. */
const STRANGER = 'it does not know this server: set the same OTRON_SERVICE_TOKEN here and there';
/** Looks at an engine's health between two looks at its models. */
const LOOKS_A_LIST = 60;

/** Asks every engine again and again whether it is ready, and now and then which models it has. */
export class HealthWatch {
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;
  private looks: (() => void)[] = [];

  /** `intervalMs`: between two looks at one engine. */
  constructor(
    private readonly services: readonly EngineService[],
    private readonly intervalMs: number,
  ) {}

  start(): void {
    for (const { upstreams } of this.services) for (const upstream of upstreams) void this.watch(upstream, 0);
  }

  /** Resolves after some engine was asked. */
  nextLook(): Promise<void> {
    return new Promise((resolve) => this.looks.push(resolve));
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async watch(upstream: Upstream, look: number): Promise<void> {
    const before = upstream.state;
    const found = await ask(upstream);
    const isNew = found.state === 'ready' && before !== 'ready';
    if (isNew || (found.state === 'ready' && look % LOOKS_A_LIST === 0)) Object.assign(found, await list(upstream));
    Object.assign(upstream, found);
    for (const looked of this.looks.splice(0)) looked();
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.watch(upstream, look + 1);
    }, this.intervalMs);
    this.timers.add(timer);
  }
}

type Found = Partial<Pick<Upstream, 'state' | 'reason' | 'missed' | 'models'>>;

async function ask(upstream: Upstream): Promise<Found> {
  try {
    const { statusCode, body } = await upstream.pool.request({ path: '/ready', method: 'GET', ...limits() });
    const { waiting_for: waitingFor = {} } = (await body.json()) as { waiting_for?: Record<string, string> };
    const reason = Object.values(waitingFor).join('; ') || undefined;
    return { state: statusCode === 200 ? 'ready' : 'waiting', reason, missed: 0 };
  } catch (error) {
    const missed = upstream.missed + 1;
    if ((error as Error).name === 'TimeoutError' && missed < MISSES) return { missed };
    return { state: 'away', reason: (error as Error).message };
  }
}

/** Its models. An engine that lets this server know none would refuse whatever clients send. */
async function list({ pool, ownHeaders: headers }: Upstream): Promise<Found> {
  try {
    const { statusCode, body } = await pool.request({ path: '/v1/models', method: 'GET', headers, ...limits() });
    const answer = (await body.json()) as { data: { id: string; aliases?: string[] }[] };
    if (statusCode === 401) return { state: 'waiting', reason: STRANGER };
    return { models: new Set(answer.data.flatMap(({ id, aliases = [] }) => [id, ...aliases])) };
  } catch {
    // it stays as it was known; the next look at its health tells more
    return {};
  }
}

const limits = () => ({ headersTimeout: PATIENCE, bodyTimeout: PATIENCE, signal: AbortSignal.timeout(PATIENCE) });
