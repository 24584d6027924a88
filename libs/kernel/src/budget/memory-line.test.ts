// Long because one house of models, which takes some lines, serves all scenes of the line before the memory.
import { Logger } from '@nestjs/common';
import { type LoadedModel, type MemoryNeed, PluginError } from '@predict-otron/plugin-sdk';
import { AsyncSubject, NEVER, type Observable, of, throwError } from 'rxjs';
import { echoModel } from '../pool/echo-model.fixture.js';
import { loadOptions } from '../pool/load-options.js';
import { modelFit } from '../pool/model-fit-of.js';
import { PooledModel, type Stay } from '../pool/pooled-model.js';
import { unknownInfo } from '../pool/unknown-info.js';
import { DeviceLimits } from './device-limits.js';
import { MemoryLine } from './memory-line.js';
import type { Turns } from './turns.js';

const onCpu = (bytes: number): MemoryNeed[] => [{ deviceId: 'cpu', weights: bytes, kvCache: 0, compute: 0 }];

interface Model extends Stay {
  /** Estimated bytes. */
  bytes: number;
  measured?: number;
  load?: () => Observable<never>;
}

/** Models over 100 bytes of memory, and what happens to them. */
class House {
  readonly events: string[] = [];
  readonly models = new Map<string, PooledModel<LoadedModel>>();
  readonly line: MemoryLine;

  constructor(models: Record<string, Model>, turns: Partial<Turns> = {}) {
    this.line = new MemoryLine(new DeviceLimits({ cpu: { bytes: 100 } }), { turnMs: 0, waitMs: 60_000, ...turns });
    for (const [id, model] of Object.entries(models)) this.models.set(id, this.pooled(id, model));
  }

  /** Asks for a model: `id +` when it is let in, and it stays until it leaves. */
  ask(id: string) {
    const seen: string[] = [];
    const subscription = this.models
      .get(id)
      ?.use(() => {
        seen.push('in');
        return NEVER;
      })
      .subscribe({
        next: (event: { type: string; position?: number }) => seen.push(`${event.type} ${event.position ?? ''}`),
        error: (error: PluginError) => seen.push(error.code),
      });
    return { seen, leave: () => subscription?.unsubscribe() };
  }

  inMemory(): string[] {
    return [...this.models.values()].filter(({ inMemory }) => inMemory).map(({ id }) => id);
  }

  private pooled(id: string, { bytes, measured = bytes, load, ...stay }: Model): PooledModel<LoadedModel> {
    const info = unknownInfo('language', id);
    const dispose = async () => void this.events.push(`${id} freed`);
    const model = { ...echoModel(), memory: async () => onCpu(measured), dispose };
    const loaded = () => {
      this.events.push(`${id} loads`);
      return load?.() ?? of({ type: 'loaded' as const, model });
    };
    const file = { id, path: `/${id}` };
    const backend = { id: 'b', estimate: async () => onCpu(bytes), load: loaded };
    return new PooledModel<LoadedModel>(
      { kind: 'language', file, modifiedAt: 0, sizeBytes: 0, plugin: 'p', info, backend },
      loadOptions(info, {}, { threads: 1, defaultParallel: 1 }),
      { closed: new AsyncSubject<void>(), onLoaded: () => {}, room: this.line },
      stay,
    );
  }
}

/** Lets all go on that waits for promises, the next turn of the loop or a timer of a few milliseconds. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

/** A busy machine takes longer: an idle model stays for as long as its load took. Jest's own limit ends what never comes. */
async function eventually(check: () => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      check();
      return;
    } catch (error) {
      if (tries > 1_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log']));

describe('MemoryLine', () => {
  it('holds what fits together', async () => {
    const house = new House({ a: { bytes: 60 }, b: { bytes: 40 } });
    const [a, b] = [house.ask('a'), house.ask('b')];
    await settle();
    await eventually(() => expect([a.seen, b.seen, house.inMemory()]).toEqual([['in'], ['in'], ['a', 'b']]));
  });

  it('unloads idle models, the least recently used first, and no more than it has to', async () => {
    const house = new House({ a: { bytes: 30 }, b: { bytes: 30 }, c: { bytes: 40 }, d: { bytes: 40 } });
    for (const id of ['b', 'a', 'c', 'b']) {
      const asked = house.ask(id);
      await settle();
      asked.leave();
    }
    house.events.length = 0;
    house.ask('d');
    await settle();
    await eventually(() => expect(house.events).toEqual(['c freed', 'd loads']));
  });

  it('never unloads one that is answering, and tells who waits for it', async () => {
    const house = new House({ a: { bytes: 60 }, b: { bytes: 60 } });
    const a = house.ask('a');
    await settle();
    const b = house.ask('b');
    await settle();
    await eventually(() => expect([a.seen, b.seen, house.events]).toEqual([['in'], ['queued 1'], ['a loads']]));
    a.leave();
    await settle();
    await eventually(() =>
      expect([b.seen, house.events]).toEqual([
        ['queued 1', 'in'],
        ['a loads', 'a freed', 'b loads'],
      ]),
    );
  });

  it('lets requests for the model in memory in during its turn', async () => {
    const house = new House({ a: { bytes: 60 }, b: { bytes: 60 } }, { turnMs: 60_000 });
    const first = house.ask('a');
    await settle();
    const b = house.ask('b');
    await settle();
    const second = house.ask('a');
    expect(second.seen).toEqual(['in']);
    first.leave();
    second.leave();
    await settle();
    await eventually(() => expect(b.seen).toEqual(['queued 1', 'in']));
  });

  it('closes its door when its turn is over, and gives it another one after the other', async () => {
    const house = new House({ a: { bytes: 60 }, b: { bytes: 60 } });
    const first = house.ask('a');
    await settle();
    const b = house.ask('b');
    await settle();
    const second = house.ask('a');
    await settle();
    await eventually(() => expect([b.seen, second.seen]).toEqual([['queued 1'], ['queued 2']]));
    first.leave();
    await settle();
    await eventually(() =>
      expect([b.seen, second.seen]).toEqual([
        ['queued 1', 'in'],
        ['queued 2', 'queued 1'],
      ]),
    );
    b.leave();
    await settle();
    await eventually(() => expect(second.seen.at(-1)).toBe('in'));
    expect(house.events).toEqual(['a loads', 'a freed', 'b loads', 'b freed', 'a loads']);
  });

  it('opens the door again when nobody waits any more', async () => {
    const house = new House({ a: { bytes: 60 }, b: { bytes: 60 } });
    house.ask('a');
    await settle();
    const b = house.ask('b');
    await settle();
    const second = house.ask('a');
    await settle();
    b.leave();
    await settle();
    await eventually(() =>
      expect([second.seen.at(-1), house.ask('a').seen, house.events]).toEqual(['in', ['in'], ['a loads']]),
    );
  });

  it('refuses at once what can never fit, with both numbers', async () => {
    const house = new House({ a: { bytes: 101 }, b: { bytes: 60, pinned: true }, c: { bytes: 60 } });
    const line = house.models.get('a')?.call(async () => 1);
    await expect(line).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      message: expect.stringMatching(/^The model a needs 101 B of cpu, and models can have 100 B there\./),
      details: { deviceId: 'cpu', neededBytes: 101, limitBytes: 100 },
    });
    house.ask('b').leave();
    await house.models.get('b')?.call(async () => 1);
    await expect(house.models.get('c')?.call(async () => 1)).rejects.toMatchObject({ details: { limitBytes: 40 } });
    expect(house.inMemory()).toEqual(['b']);
  });

  it('frees what a load has reserved that fails or is cancelled', async () => {
    const refused = new PluginError('OUT_OF_MEMORY', 'No.');
    const house = new House({
      a: { bytes: 60, load: () => throwError(() => refused) },
      b: { bytes: 60, load: () => NEVER },
      c: { bytes: 60 },
    });
    const a = house.ask('a');
    await settle();
    const b = house.ask('b');
    await settle();
    const c = house.ask('c');
    await settle();
    await eventually(() => expect([a.seen, b.seen, c.seen]).toEqual([['OUT_OF_MEMORY'], [], ['queued 1']]));
    b.leave();
    await settle();
    await eventually(() => expect(c.seen).toEqual(['queued 1', 'in']));
  });

  it('plans the next load with what the last one really took', async () => {
    const house = new House({ a: { bytes: 60, measured: 20 }, b: { bytes: 80 }, c: { bytes: 10, measured: 90 } });
    house.ask('a');
    await settle();
    const b = house.ask('b');
    await settle();
    await eventually(() => expect([b.seen, house.inMemory()]).toEqual([['in'], ['a', 'b']]));
    b.leave();
    await house.models.get('b')?.unload();
    house.ask('c').leave();
    await house.models.get('c')?.call(async () => 1);
    await house.models.get('c')?.unload();
    expect(await house.models.get('c')?.needs()).toEqual(onCpu(90));
  });

  it('lets idle models go when one has taken more than was estimated', async () => {
    const house = new House({ a: { bytes: 40 }, b: { bytes: 40, measured: 70 } });
    await house.models.get('a')?.call(async () => 1);
    house.ask('b');
    await settle();
    await eventually(() => expect(house.events).toEqual(['a loads', 'b loads', 'a freed']));
  });

  it('tells what would have to leave for a model, and for whom it would wait', async () => {
    const house = new House({ a: { bytes: 50 }, b: { bytes: 50 }, c: { bytes: 60 }, d: { bytes: 101 } });
    const fit = async (id: string) => modelFit(house.models.get(id) as never, house.line);
    house.ask('a');
    await house.models.get('b')?.call(async () => 1);
    const c = { evicts: ['b', 'a'], waitsFor: ['a'], fits: true, loaded: false };
    expect(await fit('c')).toMatchObject({
      ...c,
      devices: [{ deviceId: 'cpu', neededBytes: 60, heldBytes: 100, limitBytes: 100 }],
    });
    expect(await fit('a')).toMatchObject({ fits: true, loaded: true, evicts: [] });
    expect(await fit('d')).toMatchObject({ fits: false, reason: expect.stringContaining('needs 101 B'), evicts: [] });
    expect(house.inMemory()).toEqual(['a', 'b']);
  });

  it('does not let anybody wait for ever', async () => {
    const house = new House({ a: { bytes: 60 }, b: { bytes: 60 } }, { waitMs: 20 });
    house.ask('a');
    await settle();
    await expect(house.models.get('b')?.call(async () => 1)).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      message: expect.stringContaining('memory that other models need (a)'),
      details: { retryAfterSeconds: 1 },
    });
    expect(house.inMemory()).toEqual(['a']);
  });

  it('unloads by time, never one that is pinned', async () => {
    const house = new House({ a: { bytes: 10, keepAliveMs: 1 }, b: { bytes: 10, keepAliveMs: 1, pinned: true } });
    const a = house.ask('a');
    await house.models.get('b')?.call(async () => 1);
    await settle();
    await eventually(() => expect(house.inMemory()).toEqual(['a', 'b']));
    a.leave();
    await settle();
    await eventually(() => expect(house.inMemory()).toEqual(['b']));
  });
});
