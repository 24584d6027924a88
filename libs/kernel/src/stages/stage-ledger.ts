import { Injectable, Logger } from '@nestjs/common';
import type { ErrorCode, Health } from '@predict-otron/plugin-sdk';
import { Subject } from 'rxjs';

/** What one stage did for one request. */
export interface StageVisit {
  stage: string;
  plugin: string;
  /** Milliseconds of the server's thread, and those for which its `request` was awaited. */
  ms: number;
  /** Why it ended the request, if it did. */
  code?: ErrorCode;
}

/** A plugin kept the server's thread, so that nobody was answered meanwhile. */
export interface StageBlock {
  /** Absent where the code of a plugin is known, and not for which of its stages it ran. */
  stage?: string;
  plugin: string;
  ms: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/** For how long a plugin counts as degraded after it has blocked the server, in milliseconds. */
const REMEMBERED_MS = 300_000;

/** What stages do, and for how long: the one place that metrics and health read. */
@Injectable()
export class StageLedger {
  private readonly logger = new Logger('Kernel');
  private readonly latest = new Map<string, StageBlock>();
  /** Each stage of each request as it ends. Hot; what listens must not throw. */
  readonly visits = new Subject<StageVisit>();
  /** Hot, as above. */
  readonly blocks = new Subject<StageBlock>();

  block(block: StageBlock): void {
    this.latest.set(block.plugin, block);
    this.logger.warn(`The ${sentenceOf(block)} Let it do its work in a worker thread, or in pieces.`);
    this.blocks.next(block);
  }

  /** A word on a plugin that has blocked the server in the last minutes. */
  health(plugin: string): Health | undefined {
    const block = this.latest.get(plugin);
    if (!block || Date.now() - block.at > REMEMBERED_MS) return undefined;
    return { status: 'degraded', detail: `At ${new Date(block.at).toISOString()} the ${sentenceOf(block)}` };
  }
}

function sentenceOf({ stage, plugin, ms }: StageBlock): string {
  const who = stage === undefined ? `plugin ${plugin}` : `stage ${stage} of the plugin ${plugin}`;
  return `${who} blocked the server for ${Math.round(ms)} ms.`;
}
