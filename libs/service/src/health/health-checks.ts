import { Injectable } from '@nestjs/common';

/** `undefined` when all is well, otherwise in a few words what the server waits for. */
export type Obstacle = () => string | undefined;

/** Facts for `GET /health`, plain data. */
export type Detail = () => unknown | Promise<unknown>;

/** How long `GET /health` waits for one detail, in milliseconds. */
const DETAIL_LIMIT = 1_000;

/** What modules tell about themselves: whether the server may be sent requests, and what a person may want to see. */
@Injectable()
export class HealthChecks {
  private readonly obstacles = new Map<string, Obstacle>();
  private readonly detailSources = new Map<string, Detail>();

  /** `GET /ready` is 503 as long as any obstacle is there. */
  readyWhen(name: string, obstacle: Obstacle): void {
    this.obstacles.set(name, obstacle);
  }

  /** Shown under its name by `GET /health`. */
  show(name: string, detail: Detail): void {
    this.detailSources.set(name, detail);
  }

  /** What still stands in the way, by name. */
  waitingFor(): Record<string, string> {
    const all = [...this.obstacles].map(([name, obstacle]) => [name, obstacle()] as const);
    return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** All details; one that fails or does not come in time says so in its place. */
  async details(): Promise<Record<string, unknown>> {
    const sources = [...this.detailSources];
    const values = await Promise.all(
      sources.map(([, detail]) => inTime(detail).catch((error: Error) => error.message)),
    );
    return Object.fromEntries(sources.map(([name], i) => [name, values[i]]));
  }
}

async function inTime(detail: Detail): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, DETAIL_LIMIT, 'no answer in time');
  });
  try {
    return await Promise.race([detail(), late]);
  } finally {
    clearTimeout(timer);
  }
}
