import { Logger } from '@nestjs/common';
import { type MemoryNeed, PluginError, type QueuedEvent } from '@predict-otron/plugin-sdk';
import { from, Observable } from 'rxjs';
import { bytesOf, type DeviceBytes, sumOf } from './device-bytes.js';
import type { DeviceLimits } from './device-limits.js';
import { MemoryFit } from './memory-fit.js';
import { neverFits, waitedInVain } from './memory-refusals.js';
import type { Tenant } from './tenant.js';
import { type Turns, turnsOf } from './turns.js';

/** A model that waits for memory. */
interface Ticket {
  model: Tenant;
  bytes: DeviceBytes;
  since: number;
  position: number;
  tell(position: number): void;
  admit(): void;
  fail(error: PluginError): void;
}

/**
 * The memory of all devices, and the line of models that wait for a place in it. First come, first served on each device.
 * To make room, idle models are unloaded, the least recently used first. One that is answering goes on for the rest of its
 * turn, so that requests for it are collated; then its door is closed, and it leaves when it has answered.
 */
export class MemoryLine {
  /** What is loading, in memory or on its way out, with what it takes. */
  private readonly held = new Map<Tenant, DeviceBytes>();
  private readonly waiting: Ticket[] = [];
  private readonly logger = new Logger('Kernel');
  private settlement?: NodeJS.Immediate;
  private alarm?: NodeJS.Timeout;

  constructor(
    private readonly limits: DeviceLimits,
    private readonly turns: Turns,
  ) {}

  /**
   * Cold: completes when there is room for the model and it is reserved, or when the model is in memory already, with its
   * places in the line before. Unsubscribing leaves the line. Errors: `OUT_OF_MEMORY`, and what the estimate throws.
   */
  enter(model: Tenant): Observable<QueuedEvent> {
    return new Observable((subscriber) => {
      const preparing = from(this.prepare(model)).subscribe({
        next: (bytes) => {
          const ticket: Ticket = {
            model,
            bytes,
            since: Date.now(),
            position: 0,
            tell: (position) => subscriber.next({ type: 'queued', position }),
            admit: () => subscriber.complete(),
            fail: (error) => subscriber.error(error),
          };
          this.waiting.push(ticket);
          subscriber.add(() => this.withdraw(ticket));
          this.settle();
        },
        error: (error) => subscriber.error(error),
      });
      return () => preparing.unsubscribe();
    });
  }

  /** It is in memory, and takes this. */
  correct(model: Tenant, measured: readonly MemoryNeed[]): void {
    if (!this.held.has(model)) return;
    if (measured.length > 0) this.held.set(model, bytesOf(measured));
    this.shrink(model);
    this.settleSoon();
  }

  /** Its memory is free. */
  left(model: Tenant): void {
    model.yielding = false;
    if (this.held.delete(model)) this.settleSoon();
  }

  /** Looks again who can be let in, once all that happens now has happened. */
  settleSoon(): void {
    if (this.waiting.length === 0) return;
    this.settlement ??= setImmediate(() => {
      this.settlement = undefined;
      this.settle();
    });
  }

  /** Would it fit, and what would happen? From its header alone. */
  async fit(model: Tenant): Promise<MemoryFit> {
    return MemoryFit.of(model, await this.prepare(model), this.held, this.limits);
  }

  /** Bytes that models may take on a device, all together: infinite where nobody knows the device. */
  async limitOf(deviceId: string): Promise<number> {
    await this.limits.refresh([deviceId], () => sumOf(this.held.values()));
    return this.limits.of(deviceId);
  }

  close(): void {
    clearTimeout(this.alarm);
    clearImmediate(this.settlement);
  }

  private async prepare(model: Tenant): Promise<DeviceBytes> {
    const bytes = bytesOf(await model.needs());
    await this.limits.refresh(bytes.keys(), () => sumOf(this.held.values()));
    return bytes;
  }

  private withdraw(ticket: Ticket): void {
    const place = this.waiting.indexOf(ticket);
    if (place >= 0) this.waiting.splice(place, 1);
    for (const model of this.waiting.length === 0 ? this.held.keys() : []) model.yielding = false;
    this.settleSoon();
  }

  private settle(): void {
    const now = Date.now();
    const taken = new Set<string>();
    const yielding = new Set<Tenant>();
    let next = Number.POSITIVE_INFINITY;
    for (const ticket of [...this.waiting]) {
      if (!this.waiting.includes(ticket)) continue;
      const devices = [...ticket.bytes.keys()];
      // nobody passes one who waits for the same device
      if (devices.some((id) => taken.has(id)) || !this.admits(ticket, now)) {
        if (!devices.some((id) => taken.has(id))) next = Math.min(next, this.makeRoom(ticket, now, yielding));
        next = Math.min(next, ticket.since + this.turns.waitMs);
        for (const id of devices) taken.add(id);
      }
    }
    for (const model of this.held.keys()) model.yielding = yielding.has(model);
    this.tellPositions();
    this.settleAt(next, now);
  }

  /** Lets it in, or refuses it for good; false where it has to wait. */
  private admits(ticket: Ticket, now: number): boolean {
    const { model, bytes } = ticket;
    const fit = MemoryFit.of(model, bytes, this.held, this.limits);
    if (this.held.has(model)) {
      if (model.isLeaving) return false;
    } else if (fit.tooBigFor) {
      ticket.fail(neverFits(model.id, fit.tooBigFor));
      return true;
    } else if (fit.shortage.size > 0) {
      if (now - ticket.since < this.turns.waitMs) return false;
      ticket.fail(waitedInVain(model.id, [...this.held.keys()], this.turns));
      return true;
    } else {
      this.held.set(model, bytes);
    }
    ticket.admit();
    return true;
  }

  /** Unloads what it can, closes doors where a turn is over, and tells when there is more to do. */
  private makeRoom(ticket: Ticket, now: number, yielding: Set<Tenant>): number {
    const { victims } = MemoryFit.of(ticket.model, ticket.bytes, this.held, this.limits);
    const turns = victims.map((model) => ({ model, ...turnsOf(model, ticket.since, this.turns) }));
    for (const { model, endsAt } of turns) if (now >= endsAt) yielding.add(model);
    const mayLeave = turns.every(({ model, idleUntil }) => model.userCount === 0 && now >= idleUntil);
    if (mayLeave) for (const model of victims) this.evict(model, ticket.model);
    if (mayLeave) return Number.POSITIVE_INFINITY;
    const times = turns.flatMap(({ endsAt, idleUntil }) => [endsAt, idleUntil]).filter((time) => time > now);
    return Math.min(Number.POSITIVE_INFINITY, ...times);
  }

  private evict(model: Tenant, forModel: Tenant): void {
    this.logger.log(`Unloading ${model.id} to make room for ${forModel.id}.`);
    model.unload().catch((error: unknown) => {
      this.logger.error(`The model ${model.id} did not end cleanly: ${PluginError.from(error).message}`);
    });
  }

  /** Where a model has taken more than was estimated, idle ones make room afterwards. */
  private shrink(newest: Tenant): void {
    const others = new Map([...this.held].filter(([model]) => model !== newest && model.userCount === 0));
    const rest = sumOf([...this.held].filter(([model]) => !others.has(model)).map(([, bytes]) => bytes));
    const { victims } = MemoryFit.of(newest, rest, others, this.limits);
    for (const model of victims) this.evict(model, newest);
  }

  private tellPositions(): void {
    for (const [place, ticket] of [...this.waiting].entries()) {
      if (ticket.position === place + 1) continue;
      ticket.position = place + 1;
      ticket.tell(place + 1);
    }
  }

  private settleAt(time: number, now: number): void {
    clearTimeout(this.alarm);
    if (time === Number.POSITIVE_INFINITY || this.waiting.length === 0) return;
    this.alarm = setTimeout(() => this.settle(), Math.max(1, time - now));
    this.alarm.unref();
  }
}
