import { Injectable } from '@nestjs/common';
import { type Health, PluginError } from '@predict-otron/plugin-sdk';
import { withTimeLimit } from '../lifecycle/time-limit.js';
import { StageLedger } from '../stages/stage-ledger.js';
import type { PluginRecord } from './plugin-record.js';
import { PluginRegistry } from './plugin-registry.js';
import { type PluginReport, pluginReport } from './plugin-report.js';

const HEALTH_LIMIT_MS = 2000;
const STATUSES: readonly unknown[] = ['up', 'degraded', 'down'] satisfies Health['status'][];

/** What plugins there are and how they fare. */
@Injectable()
export class Plugins {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly ledger: StageLedger = new StageLedger(),
  ) {}

  /** All that were found, in the order in which they were started, failed ones too. */
  list(): PluginReport[] {
    return this.registry.records.map(pluginReport);
  }

  /** By name; a second one of a name is under its source. A plugin that failed, throws or answers too late is `down`. */
  async health(): Promise<Record<string, Health>> {
    const all = await Promise.all(
      this.registry.records.map(async (record) => ({ record, health: this.withNotices(record, await ask(record)) })),
    );
    const byName: Record<string, Health> = {};
    for (const { record, health } of all.filter((it) => it.record.state === 'ready')) byName[record.name] = health;
    for (const { record, health } of all.filter((it) => it.record.state !== 'ready'))
      byName[record.name in byName ? record.source : record.name] = health;
    return byName;
  }

  /** What the kernel has seen of a plugin that is well in its own word. */
  private withNotices({ name, notice }: PluginRecord, health: Health): Health {
    if (health.status !== 'up') return health;
    return notice === undefined ? (this.ledger.health(name) ?? health) : { status: 'degraded', detail: notice };
  }
}

async function ask({ state, reason, contributions }: PluginRecord): Promise<Health> {
  if (state === 'failed') return { status: 'down', detail: reason };
  if (state === 'disposed') return { status: 'down', detail: 'The server is shutting down.' };
  try {
    const health = await withTimeLimit(
      'health',
      HEALTH_LIMIT_MS,
      async () => contributions.health?.() ?? { status: 'up' },
    );
    if (STATUSES.includes(health?.status)) return health as Health;
    return { status: 'down', detail: 'health answered without a status of up, degraded or down.' };
  } catch (error) {
    return { status: 'down', detail: PluginError.from(error).message };
  }
}
